import type { Disposable, Event } from 'vscode';
import {
  type AccountingReport,
  type AccountingRow,
  accountingChanged,
  type PriceList,
  readAccounting,
} from '../../broker/protocol/accounting.ts';
import type { EventSource } from '../broker/brokerSession.ts';
import type { BrokerSession } from '../broker/session.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What the calls to one queue would cost. */
export interface QueueBill {
  readonly calls: number;
  readonly billedRequests: number;
  /** US dollars, before the free tier. */
  readonly costUsd: number;
  readonly rows: readonly AccountingRow[];
}

/** The newest report of the broker's accounting; undefined while the broker does not run. */
export class BillStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerSession;
  readonly #emitter: EventSource<void>;
  readonly #readPrices: () => PriceList;
  #report: AccountingReport | undefined;
  /** By queue ARN. */
  #bills: ReadonlyMap<string, QueueBill> = new Map();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerSession, emitter: EventSource<void>, readPrices: () => PriceList) {
    this.#session = session;
    this.#emitter = emitter;
    this.#readPrices = readPrices;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(accountingChanged, () => this.refresh()),
      session.onDidConnect(() => this.refresh()),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#replace(undefined);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get report(): AccountingReport | undefined {
    return this.#report;
  }

  findByQueue(queueArn: string): QueueBill | undefined {
    return this.#bills.get(queueArn);
  }

  /** Reads the report again. The broker reports changes at most once a second, so this is as rare. */
  refresh(): void {
    if (this.#session.state.kind !== 'running') return;
    void this.#session.request(readAccounting, { prices: this.#readPrices() }).then(
      (report) => this.#replace(report),
      // A broker that has gone takes its report with it; the next one brings its own.
      () => undefined,
    );
  }

  #replace(report: AccountingReport | undefined): void {
    this.#report = report;
    this.#bills = sumByQueue(report?.rows ?? []);
    this.#emitter.fire();
  }
}

/** Calls that name no queue are in no bill. */
export function sumByQueue(rows: readonly AccountingRow[]): ReadonlyMap<string, QueueBill> {
  const bills = new Map<string, QueueBill>();
  for (const row of rows) {
    if (row.queueArn === undefined) continue;
    const bill = bills.get(row.queueArn);
    bills.set(row.queueArn, {
      calls: (bill?.calls ?? 0) + row.calls,
      billedRequests: (bill?.billedRequests ?? 0) + row.billedRequests,
      costUsd: (bill?.costUsd ?? 0) + row.costUsd,
      rows: [...(bill?.rows ?? []), row],
    });
  }
  return bills;
}
