import { type NoParams, request } from './method.ts';

/** Billed requests: an API call is one request for every started 64 KiB of its payload. */
export interface AccountingRow {
  readonly queueArn?: string;
  readonly action: string;
  readonly consumerId: string;
  /** API calls made. */
  readonly calls: number;
  /** Requests that Amazon SQS would have billed. */
  readonly billedRequests: number;
  readonly payloadBytes: number;
}

export interface AccountingReport {
  /** Epoch ms of the last reset or of the broker's start. */
  readonly since: number;
  readonly calls: number;
  readonly billedRequests: number;
  readonly rows: readonly AccountingRow[];
}

export const readAccounting = request<NoParams, AccountingReport>('queueside/accounting/read');
export const resetAccounting = request<NoParams, null>('queueside/accounting/reset');
