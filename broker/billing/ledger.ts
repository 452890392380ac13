import type { ApiCall } from '../calls/apiCall.ts';
import type { BillingReport, BillingRow, BillingTotals, PriceList, PriceTier } from '../protocol/billing.ts';
import { estimateBill, tierOf } from './estimate.ts';
import { FunctionLedger, type SavedFunctionRow } from './functionLedger.ts';
import { PRICES } from './prices.ts';

/** Rows kept apart. Consumers and queues beyond it are counted in one row per action: peers can invent both. */
const MAXIMUM_ROWS = 10_000;
const OTHERS = 'others';

/** The part of a call that is counted. */
export type CountedCall = Pick<ApiCall, 'action' | 'queueArn' | 'payloadBytes' | 'billedRequests'> & {
  readonly caller: { readonly consumerId: string };
};

interface Row {
  readonly queueArn: string | undefined;
  readonly action: string;
  readonly consumerId: string;
  /** Of the calls, also where the row is that of others and names no queue. */
  readonly tier: PriceTier;
  calls: number;
  billedRequests: number;
  payloadBytes: number;
}

type RowId = Pick<Row, 'action' | 'consumerId' | 'tier'> & { readonly queueArn?: string | undefined };

/** A ledger as it outlives its broker. */
export interface SavedLedger extends BillingTotals {
  readonly tiers: Readonly<Record<PriceTier, MutableTierCount>>;
  readonly rows: readonly (RowId & Pick<Row, 'calls' | 'billedRequests' | 'payloadBytes'>)[];
  /** Absent: an older broker wrote it. */
  readonly functions?: readonly SavedFunctionRow[];
}

interface MutableTierCount {
  billedRequests: number;
  freeRequests: number;
}

/** Counts API calls, and what Amazon SQS would have billed for them, by queue, action and consumer. */
export class Ledger {
  private readonly now: () => number;
  private since: number;
  private calls = 0;
  private billedRequests = 0;
  private rowCount = 0;
  readonly functions = new FunctionLedger();
  private tiers = startTiers();
  /** By action and tier, queue, consumer: looking up three short keys is cheaper than making one long one for every call. */
  private rows = new Map<string, Map<string, Map<string, Row>>>();

  constructor(now: () => number) {
    this.now = now;
    this.since = now();
  }

  get totals(): BillingTotals {
    const { since, calls, billedRequests } = this;
    return { since, calls, billedRequests };
  }

  count(call: CountedCall): void {
    const row = this.rowOf(call);
    const tier = this.tiers[row.tier];
    const free = Math.min(call.billedRequests, Math.max(0, PRICES.freeRequests - this.billedRequests));
    tier.billedRequests += call.billedRequests;
    tier.freeRequests += free;
    this.calls++;
    this.billedRequests += call.billedRequests;
    row.calls++;
    row.billedRequests += call.billedRequests;
    row.payloadBytes += call.payloadBytes;
  }

  read(prices: PriceList = 'tiered'): BillingReport {
    const estimate = estimateBill(this.tiers, prices);
    const costs = Object.fromEntries(
      estimate.lines.map(({ tier, billedRequests, costUsd }) => [
        tier,
        costUsd / Math.max(1, billedRequests),
      ]),
    ) as Record<PriceTier, number>;
    const rows: BillingRow[] = [];
    for (const queues of this.rows.values()) {
      for (const consumers of queues.values()) {
        for (const { queueArn, tier, ...counted } of consumers.values()) {
          const row = { ...counted, costUsd: counted.billedRequests * costs[tier] };
          rows.push(queueArn === undefined ? row : { queueArn, ...row });
        }
      }
    }
    const functions = this.functions.read();
    return { ...this.totals, estimate, rows, ...(functions === undefined ? {} : { functions }) };
  }

  /** All of it, for {@link restore}. */
  save(): SavedLedger {
    const rows = [...this.rows.values()].flatMap((queues) =>
      [...queues.values()].flatMap((consumers) => [...consumers.values()]),
    );
    return { ...this.totals, tiers: this.tiers, rows, functions: this.functions.save() };
  }

  /** Continues from what an earlier broker had counted. */
  restore({ since, calls, billedRequests, tiers, rows, functions = [] }: SavedLedger): void {
    this.reset();
    this.functions.restore(functions);
    this.since = since;
    this.calls = calls;
    this.billedRequests = billedRequests;
    this.tiers = tiers;
    for (const { calls, billedRequests, payloadBytes, ...id } of rows) {
      Object.assign(this.addRow(keyOf(id), id), { calls, billedRequests, payloadBytes });
    }
  }

  reset(): void {
    this.since = this.now();
    this.calls = 0;
    this.billedRequests = 0;
    this.rowCount = 0;
    this.functions.reset();
    this.tiers = startTiers();
    this.rows = new Map();
  }

  private rowOf({ action, queueArn, caller }: CountedCall): Row {
    const tier = tierOf(action, queueArn);
    const key = keyOf({ action, tier });
    const found = this.rows
      .get(key)
      ?.get(queueArn ?? '')
      ?.get(caller.consumerId);
    if (found !== undefined) return found;
    if (this.rowCount < MAXIMUM_ROWS) {
      return this.addRow(key, { queueArn, action, consumerId: caller.consumerId, tier });
    }
    const others = { queueArn: undefined, action, consumerId: OTHERS, tier };
    return this.rows.get(key)?.get('')?.get(OTHERS) ?? this.addRow(key, others);
  }

  private addRow(key: string, id: RowId): Row {
    const row: Row = { queueArn: undefined, ...id, calls: 0, billedRequests: 0, payloadBytes: 0 };
    this.rowCount++;
    const queues = getOrAdd(this.rows, key, () => new Map<string, Map<string, Row>>());
    getOrAdd(queues, id.queueArn ?? '', () => new Map<string, Row>()).set(id.consumerId, row);
    return row;
  }
}

function keyOf({ action, tier }: Pick<Row, 'action' | 'tier'>): string {
  return tier === 'fifo' ? `${action} fifo` : action;
}

function startTiers(): Readonly<Record<PriceTier, MutableTierCount>> {
  return {
    standard: { billedRequests: 0, freeRequests: 0 },
    fifo: { billedRequests: 0, freeRequests: 0 },
  };
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
