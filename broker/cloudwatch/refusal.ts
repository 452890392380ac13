import type { MetricRefusal } from '../metrics/refusal.ts';

/** The errors of the service by their Query code, beside those of the framework that all fronts share. */
export type CloudWatchErrorCode =
  | MetricRefusal['code']
  | 'InvalidNextToken'
  | 'InvalidFormat'
  | 'InternalServiceError';

/** An expected error of a call. */
export interface Refusal {
  readonly ok: false;
  readonly code: CloudWatchErrorCode;
  /** Undefined for the few errors that the service gives no text. */
  readonly message: string | undefined;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

export function refuse(code: CloudWatchErrorCode, message?: string): Refusal {
  return { ok: false, code, message };
}
