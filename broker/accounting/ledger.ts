import type { ApiCall } from '../apiCall.ts';
import type { AccountingReport, AccountingRow } from '../protocol/accounting.ts';

/** Rows kept apart. Consumers and queues beyond it are counted in one row per action: peers can invent both. */
const MAXIMUM_ROWS = 10_000;
const OTHERS = 'others';

interface Row {
  readonly queueArn: string | undefined;
  readonly action: string;
  readonly consumerId: string;
  calls: number;
  billedRequests: number;
  payloadBytes: number;
}

/** Counts API calls, and what Amazon SQS would have billed for them, by queue, action and consumer. */
export class Ledger {
  private readonly now: () => number;
  private since: number;
  private calls = 0;
  private billedRequests = 0;
  private rowCount = 0;
  /** By action, queue, consumer: looking up three short keys is cheaper than making one long one for every call. */
  private rows = new Map<string, Map<string, Map<string, Row>>>();

  constructor(now: () => number) {
    this.now = now;
    this.since = now();
  }

  count(call: ApiCall): void {
    this.calls++;
    this.billedRequests += call.billedRequests;
    const row = this.rowOf(call);
    row.calls++;
    row.billedRequests += call.billedRequests;
    row.payloadBytes += call.payloadBytes;
  }

  read(): AccountingReport {
    const rows: AccountingRow[] = [];
    for (const queues of this.rows.values()) {
      for (const consumers of queues.values()) {
        for (const { queueArn, ...row } of consumers.values()) {
          rows.push(queueArn === undefined ? row : { queueArn, ...row });
        }
      }
    }
    return { since: this.since, calls: this.calls, billedRequests: this.billedRequests, rows };
  }

  reset(): void {
    this.since = this.now();
    this.calls = 0;
    this.billedRequests = 0;
    this.rowCount = 0;
    this.rows = new Map();
  }

  private rowOf({ action, queueArn, caller }: ApiCall): Row {
    const found = this.rows
      .get(action)
      ?.get(queueArn ?? '')
      ?.get(caller.consumerId);
    if (found !== undefined) return found;
    if (this.rowCount < MAXIMUM_ROWS) return this.addRow(action, queueArn, caller.consumerId);
    return this.rows.get(action)?.get('')?.get(OTHERS) ?? this.addRow(action, undefined, OTHERS);
  }

  private addRow(action: string, queueArn: string | undefined, consumerId: string): Row {
    const row: Row = { queueArn, action, consumerId, calls: 0, billedRequests: 0, payloadBytes: 0 };
    this.rowCount++;
    const queues = getOrAdd(this.rows, action, () => new Map<string, Map<string, Row>>());
    getOrAdd(queues, queueArn ?? '', () => new Map<string, Row>()).set(consumerId, row);
    return row;
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
