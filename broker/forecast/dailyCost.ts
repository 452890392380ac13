import { estimateBill, tierOf } from '../billing/estimate.ts';
import { PRICES } from '../billing/prices.ts';
import type { DailyCost } from '../protocol/forecast.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;

/** What was billed while a queue was measured. */
export interface BilledRequests {
  /** Requests per arrived message that belong to messages. */
  readonly perMessage: number;
  /** Empty receives per ms in which a consumer was free. */
  readonly emptyPerFreeMs: number;
}

/** What a day costs, by the price list of docs/cost.md. @param freeConsumers how many are free on average */
export function estimateDay(
  queueArn: string,
  arrivalsPerMs: number,
  freeConsumers: number,
  { perMessage, emptyPerFreeMs }: BilledRequests,
): DailyCost {
  const messageRequests = perMessage * arrivalsPerMs * DAY_MS;
  const emptyReceives = emptyPerFreeMs * Math.max(0, freeConsumers) * DAY_MS;
  const billedRequests = (messageRequests + emptyReceives) * DAYS;
  const tier = tierOf('ReceiveMessage', queueArn);
  const none = { billedRequests: 0, freeRequests: 0 };
  const counted = { billedRequests, freeRequests: Math.min(billedRequests, PRICES.freeRequests) };
  const bill = estimateBill({ standard: none, fifo: none, [tier]: counted }, 'tiered');
  return {
    messageRequests,
    emptyReceives,
    costUsd: bill.costUsd / DAYS,
    payableUsd: bill.payableUsd / DAYS,
  };
}
