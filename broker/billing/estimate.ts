import { actionsWith } from '../api/actions.ts';
import type { BillEstimate, BillLine, PriceList, PriceTier } from '../protocol/billing.ts';
import { type PriceStep, PRICES } from './prices.ts';

/** Requests of one price tier since the last reset. */
export interface TierCount {
  readonly billedRequests: number;
  /** Those of them that came within the free ones. */
  readonly freeRequests: number;
}

/** Actions that cost the FIFO price on a FIFO queue; all others cost the standard price everywhere (contract §7). */
const BY_MESSAGE: ReadonlySet<string> = new Set(actionsWith({ billedAs: 'message' }));

const MILLION = 1_000_000;

/** The price tier of a call. */
export function tierOf(action: string, queueArn: string | undefined): PriceTier {
  return queueArn?.endsWith('.fifo') === true && BY_MESSAGE.has(action) ? 'fifo' : 'standard';
}

/** The bill of one month with these requests. */
export function estimateBill(
  counts: Readonly<Record<PriceTier, TierCount>>,
  prices: PriceList,
): BillEstimate {
  const lines = (['standard', 'fifo'] as const).map((tier) => estimateLine(tier, counts[tier], prices));
  return {
    prices,
    pricesAsOf: PRICES.asOf,
    region: PRICES.region,
    lines,
    costUsd: lines.reduce((sum, { costUsd }) => sum + costUsd, 0),
    payableUsd: lines.reduce((sum, { payableUsd }) => sum + payableUsd, 0),
  };
}

/** Free requests are the first ones, so they count for the steps of the price too. */
function estimateLine(tier: PriceTier, count: TierCount, prices: PriceList): BillLine {
  const { billedRequests, freeRequests } = count;
  const steps = PRICES.steps[prices][tier];
  return {
    tier,
    billedRequests,
    freeRequests,
    costUsd: priceBetween(steps, 0, billedRequests),
    payableUsd: priceBetween(steps, freeRequests, billedRequests),
  };
}

/** US dollars for the units after the first `from` ones, up to number `to`. */
export function priceBetween(steps: readonly PriceStep[], from: number, to: number): number {
  let usd = 0;
  let stepStart = 0;
  for (const { upTo, usdPerMillion } of steps) {
    const units = Math.max(0, Math.min(to, upTo) - Math.max(from, stepStart));
    usd += (units / MILLION) * usdPerMillion;
    stepStart = upTo;
  }
  return usd;
}
