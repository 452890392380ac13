import type { PriceList, PriceTier } from '../protocol/billing.ts';

/** A price that holds up to a number of requests in the month, counted from the first one. */
interface PriceStep {
  readonly upToRequests: number;
  readonly usdPerMillion: number;
}

const BILLION = 1_000_000_000;

const FLAT: readonly [PriceStep] = [{ upToRequests: Number.POSITIVE_INFINITY, usdPerMillion: 0.5 }];

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
        { upToRequests: 100 * BILLION, usdPerMillion: 0.4 },
        { upToRequests: 200 * BILLION, usdPerMillion: 0.3 },
        { upToRequests: Number.POSITIVE_INFINITY, usdPerMillion: 0.24 },
      ],
      fifo: [
        { upToRequests: 100 * BILLION, usdPerMillion: 0.5 },
        { upToRequests: 200 * BILLION, usdPerMillion: 0.4 },
        { upToRequests: Number.POSITIVE_INFINITY, usdPerMillion: 0.35 },
      ],
    },
    flat: { standard: FLAT, fifo: FLAT },
  } satisfies Record<PriceList, Record<PriceTier, readonly [PriceStep, ...PriceStep[]]>>,
} as const;

/** Up to the first step, USD per million requests: for estimates that know no month's count. */
export function readFirstPrice(tier: PriceTier): number {
  return PRICES.steps.tiered[tier][0].usdPerMillion;
}
