import { NO_PARAMS, notification, request, type } from './method.ts';
import { oneOf, optional, shape } from './shape.ts';

/** Billed requests: an API call is one request for every started 64 KiB of its payload. */
export interface BillingRow {
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

/** The price class of a request: the FIFO price for calls on messages of FIFO queues, otherwise the standard price. */
export type PriceTier = 'standard' | 'fifo';

/** `tiered`: the prices of Amazon SQS by volume. `flat`: the older single price for all requests, as in exam notes. */
export const PRICE_LISTS = ['tiered', 'flat'] as const;

export type PriceList = (typeof PRICE_LISTS)[number];

export interface BillLine {
  readonly tier: PriceTier;
  readonly billedRequests: number;
  /** How many of these the free tier covers: the first requests of the month, of any kind. */
  readonly freeRequests: number;
  /** US dollars without the free tier. */
  readonly costUsd: number;
  /** US dollars that AWS would bill. */
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

/** The sums of a {@link BillingReport}. */
export interface BillingTotals {
  /** Epoch ms of the last reset or of the broker's start. */
  readonly since: number;
  readonly calls: number;
  readonly billedRequests: number;
}

export interface BillingReport extends BillingTotals {
  readonly estimate: BillEstimate;
  readonly rows: readonly BillingRow[];
  /** Absent: no function was invoked. */
  readonly functions?: FunctionBill;
}

/** What the invocations of one function since the last reset would cost. */
export interface FunctionBillRow {
  readonly function: string;
  /** Invocations. */
  readonly requests: number;
  /** Seconds of billed durations, times the memory size in GB of 1,024 MB. */
  readonly gbSeconds: number;
  /** This row's share in US dollars, without the free tier. */
  readonly costUsd: number;
}

/** What the invocations of all functions would cost in one calendar month. */
export interface FunctionBill {
  /** The month of the price table, such as `2026-11`. */
  readonly pricesAsOf: string;
  /** The region whose prices these are, whatever region the broker has. */
  readonly region: string;
  readonly requests: number;
  readonly gbSeconds: number;
  /** US dollars without the free tier. */
  readonly costUsd: number;
  /** US dollars that AWS would bill. */
  readonly payableUsd: number;
  readonly rows: readonly FunctionBillRow[];
}

/**
 * Reads calls, what Amazon SQS would have billed (one request for every started 64 KiB), bytes and the share of the estimate,
 * by queue, action and consumer; the estimate of the bill, with and without the free first million of a month; and what AWS Lambda
 * would have billed for functions.
 */
export const readBilling = request('queueside/billing/read', {
  params: shape({
    /** Absent: `tiered`. */
    prices: optional(oneOf(PRICE_LISTS)),
  }),
  result: type<BillingReport>(),
  stores: 'nothing',
});

/** Resets all counts to zero, for all clients. */
export const resetBilling = request('queueside/billing/reset', {
  params: NO_PARAMS,
  result: type<null>(),
  stores: 'nothing',
});

/**
 * The totals of a report. Sent to every initialized client at most once a second while calls are made, and after a
 * reset.
 */
export const billingChanged = notification<BillingTotals>('queueside/billing/changed');
