import type { Disposable, Event } from 'vscode';
import {
  type BillingReport,
  type BillingRow,
  billingChanged,
  type PriceList,
  readBilling,
} from '../../broker/protocol/billing.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { QueueCost } from '../connections/capabilities.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** The newest report of the broker's billing; undefined while the broker does not run. */
export class BillStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  readonly #readPrices: () => PriceList;
  #report: BillingReport | undefined;
  /** By queue ARN. */
  #bills: ReadonlyMap<string, QueueCost> = new Map();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<void>, readPrices: () => PriceList) {
    this.#session = session;
    this.#emitter = emitter;
    this.#readPrices = readPrices;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(billingChanged, () => this.refresh()),
      session.onDidConnect(() => this.refresh()),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#replace(undefined);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get report(): BillingReport | undefined {
    return this.#report;
  }

  findByQueue(queueArn: string): QueueCost | undefined {
    return this.#bills.get(queueArn);
  }

  /** Reads the report again. The broker reports changes at most once a second, so this is as rare. */
  refresh(): void {
    if (this.#session.state.kind !== 'running') return;
    void this.#session.request(readBilling, { prices: this.#readPrices() }).then(
      (report) => this.#replace(report),
      // A broker that has gone takes its report with it; the next one brings its own.
      () => undefined,
    );
  }

  #replace(report: BillingReport | undefined): void {
    this.#report = report;
    this.#bills = sumByQueue(report?.rows ?? []);
    this.#emitter.fire();
  }
}

/** Calls that name no queue are in no bill. */
export function sumByQueue(rows: readonly BillingRow[]): ReadonlyMap<string, QueueCost> {
  const bills = new Map<string, QueueCost>();
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
