import { type NoParams, notification, request } from './method.ts';

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
  /** This row's share of the estimate in US dollars, before the free tier. */
  readonly costUsd: number;
}

/** The price that a request has: that of FIFO queues for what is done to their messages, else the standard one. */
export type PriceTier = 'standard' | 'fifo';

/** `tiered`: the service's prices by volume. `flat`: the older single price for all requests, of exam notes. */
export type PriceList = 'tiered' | 'flat';

export interface BillLine {
  readonly tier: PriceTier;
  readonly billedRequests: number;
  /** Of these, how many the free tier covers: the first of the month, whatever their kind. */
  readonly freeRequests: number;
  /** US dollars without the free tier. */
  readonly costUsd: number;
  /** US dollars that would be on the bill. */
  readonly payableUsd: number;
}

/** What the requests since the last reset would cost in one calendar month. */
export interface BillEstimate {
  readonly prices: PriceList;
  /** The month of the price table, such as `2026-11`. */
  readonly pricesAsOf: string;
  /** The region whose prices these are, whatever region the broker has. */
  readonly region: string;
  readonly lines: readonly BillLine[];
  readonly costUsd: number;
  readonly payableUsd: number;
}

/** The sums of an {@link AccountingReport}. */
export interface AccountingTotals {
  /** Epoch ms of the last reset or of the broker's start. */
  readonly since: number;
  readonly calls: number;
  readonly billedRequests: number;
}

export interface AccountingReport extends AccountingTotals {
  readonly estimate: BillEstimate;
  readonly rows: readonly AccountingRow[];
}

export interface ReadAccountingParams {
  /** Absent: `tiered`. */
  readonly prices?: PriceList;
}

export const readAccounting = request<ReadAccountingParams, AccountingReport>('queueside/accounting/read');
export const resetAccounting = request<NoParams, null>('queueside/accounting/reset');
/** Sent to every session at most once a second while calls are made, and after a reset. */
export const accountingChanged = notification<AccountingTotals>('queueside/accounting/changed');
