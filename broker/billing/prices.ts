import type { PriceList, PriceTier } from '../protocol/billing.ts';

/** A price that holds up to a number of units in the month, counted from the first one. */
export interface PriceStep {
  readonly upTo: number;
  readonly usdPerMillion: number;
}

const BILLION = 1_000_000_000;

const FLAT: readonly [PriceStep] = [{ upTo: Number.POSITIVE_INFINITY, usdPerMillion: 0.5 }];

/**
 * What Amazon SQS asks for requests (contract §7): the one place that prices are in. Not in it is the surcharge of fair
 * queues, of which it is not clear what calls it is asked for (docs/cost.md).
 */
export const PRICES = {
  asOf: '2026-11',
  region: 'us-east-1',
  /** Requests of every month that cost nothing, all kinds together. */
  freeRequests: 1_000_000,
  steps: {
    tiered: {
      standard: [
        { upTo: 100 * BILLION, usdPerMillion: 0.4 },
        { upTo: 200 * BILLION, usdPerMillion: 0.3 },
        { upTo: Number.POSITIVE_INFINITY, usdPerMillion: 0.24 },
      ],
      fifo: [
        { upTo: 100 * BILLION, usdPerMillion: 0.5 },
        { upTo: 200 * BILLION, usdPerMillion: 0.4 },
        { upTo: Number.POSITIVE_INFINITY, usdPerMillion: 0.35 },
      ],
    },
    flat: { standard: FLAT, fifo: FLAT },
  } satisfies Record<PriceList, Record<PriceTier, readonly [PriceStep, ...PriceStep[]]>>,
} as const;

/**
 * What AWS Lambda asks for functions of x86 that are invoked on demand. A GB-second is a second of a billed duration with 1,024 MB
 * of memory (docs/cost.md).
 */
export const FUNCTION_PRICES = {
  asOf: '2026-11',
  region: 'us-east-1',
  /** Of every month. */
  freeRequests: 1_000_000,
  freeGbSeconds: 400_000,
  steps: {
    requests: [{ upTo: Number.POSITIVE_INFINITY, usdPerMillion: 0.2 }],
    gbSeconds: [
      { upTo: 6 * BILLION, usdPerMillion: 16.6667 },
      { upTo: 15 * BILLION, usdPerMillion: 15 },
      { upTo: Number.POSITIVE_INFINITY, usdPerMillion: 13.3334 },
    ],
  } satisfies Record<string, readonly PriceStep[]>,
} as const;

/** Up to the first step, USD per million requests: for estimates that know no month's count. */
export function readFirstPrice(tier: PriceTier): number {
  return PRICES.steps.tiered[tier][0].usdPerMillion;
}
