import type { FunctionBill, FunctionBillRow } from '../protocol/billing.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import { priceBetween } from './estimate.ts';
import { FUNCTION_PRICES } from './prices.ts';

/** Functions counted apart: beyond it, they are counted in one row. Clients can declare any number of names, one after another. */
const MAXIMUM_ROWS = 1000;
const OTHERS = 'others';
const MB_PER_GB = 1024;
const MS_PER_S = 1000;

interface Counted {
  requests: number;
  gbSeconds: number;
}

/** A function's counts as they outlive their broker. */
export interface SavedFunctionRow extends Readonly<Counted> {
  readonly function: string;
}

/** Counts invocations, and what AWS Lambda would have billed for them, by function. */
export class FunctionLedger {
  private readonly rows = new Map<string, Counted>();

  /** An invocation is over. One that was throttled is none. */
  count({
    function: name,
    billedMs,
    memory,
  }: Pick<InvocationReport, 'function' | 'billedMs' | 'memory'>): void {
    const row = this.rowOf(name);
    row.requests++;
    row.gbSeconds += (memory / MB_PER_GB) * (billedMs / MS_PER_S);
  }

  /** Undefined: no function was invoked. */
  read(): FunctionBill | undefined {
    if (this.rows.size === 0) return undefined;
    const counted = this.save();
    const requests = counted.reduce((sum, row) => sum + row.requests, 0);
    const gbSeconds = counted.reduce((sum, row) => sum + row.gbSeconds, 0);
    const { asOf, region, freeRequests, freeGbSeconds, steps } = FUNCTION_PRICES;
    const requestsUsd = priceBetween(steps.requests, 0, requests);
    const durationUsd = priceBetween(steps.gbSeconds, 0, gbSeconds);
    // Each row has its share: prices by volume are those of all functions together.
    const rows = counted.map(
      (row): FunctionBillRow => ({
        ...row,
        costUsd:
          (requestsUsd * row.requests) / requests +
          (gbSeconds === 0 ? 0 : (durationUsd * row.gbSeconds) / gbSeconds),
      }),
    );
    return {
      pricesAsOf: asOf,
      region,
      requests,
      gbSeconds,
      costUsd: requestsUsd + durationUsd,
      payableUsd:
        priceBetween(steps.requests, freeRequests, requests) +
        priceBetween(steps.gbSeconds, freeGbSeconds, gbSeconds),
      rows,
    };
  }

  save(): readonly SavedFunctionRow[] {
    return [...this.rows].map(([name, row]) => ({ function: name, ...row }));
  }

  restore(saved: readonly SavedFunctionRow[]): void {
    this.rows.clear();
    for (const { function: name, ...row } of saved) this.rows.set(name, row);
  }

  reset(): void {
    this.rows.clear();
  }

  private rowOf(name: string): Counted {
    const key = this.rows.has(name) || this.rows.size < MAXIMUM_ROWS ? name : OTHERS;
    const found = this.rows.get(key);
    if (found !== undefined) return found;
    const row = { requests: 0, gbSeconds: 0 };
    this.rows.set(key, row);
    return row;
  }
}
