import type { MappingRefusal } from '../mappings/refusal.ts';

/** The exceptions of the service. */
export type LambdaErrorCode =
  | MappingRefusal['code']
  | 'InvalidRequestContentException'
  | 'RequestTooLargeException'
  | 'ServiceException'
  | 'TooManyRequestsException'
  | 'ValidationException';

/** An expected error of a call. */
export interface Refusal {
  readonly ok: false;
  readonly code: LambdaErrorCode;
  readonly message: string;
  /** Of TooManyRequestsException. */
  readonly reason?: string | undefined;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

export function refuse(code: LambdaErrorCode, message: string): Refusal {
  return { ok: false, code, message };
}

export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
