import type { Disposable, Event } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { QueueList, QueuesDifference } from '../connections/connection.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { compareNames } from '../ground/nameOrder.ts';

/** The newest snapshot of all queues, sorted by name; empty while the broker does not run. */
export class QueueStore implements QueueList, Disposable {
  readonly onDidChange: Event<QueuesDifference>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<QueuesDifference>;
  #queues: readonly QueueSummary[] = [];
  #byArn: ReadonlyMap<string, QueueSummary> = new Map();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<QueuesDifference>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(queuesChanged, ({ queues }) => this.#replace(queues)),
      session.onDidConnect(() => void this.refresh().catch(() => undefined)),
      session.onDidChangeState((state) => {
        if (state.kind === 'stopped' || state.kind === 'failed') this.#replace([]);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get queues(): readonly QueueSummary[] {
    return this.#queues;
  }

  findByArn(arn: string): QueueSummary | undefined {
    return this.#byArn.get(arn);
  }

  findByName(name: string): QueueSummary | undefined {
    return this.#queues.find((queue) => queue.name === name);
  }

  /** Reads the queues now instead of waiting for the broker's next snapshot; starts the broker when needed. */
  async refresh(): Promise<void> {
    const { queues } = await this.#session.request(listQueues, {});
    this.#replace(queues);
  }

  #replace(queues: readonly QueueSummary[]): void {
    const sorted = queues.toSorted((left, right) => compareNames(left.name, right.name));
    const difference = compareQueues(this.#queues, sorted);
    this.#queues = sorted;
    this.#byArn = new Map(sorted.map((queue) => [queue.arn, queue]));
    if (difference.membership || difference.changed.length > 0) this.#emitter.fire(difference);
  }
}

export function compareQueues(
  before: readonly QueueSummary[],
  after: readonly QueueSummary[],
): QueuesDifference {
  const membership =
    before.length !== after.length || after.some(({ arn }, index) => before[index]?.arn !== arn);
  const known = new Map(before.map((queue) => [queue.arn, JSON.stringify(queue)]));
  const changed = after
    .filter((queue) => known.has(queue.arn) && known.get(queue.arn) !== JSON.stringify(queue))
    .map(({ arn }) => arn);
  return { membership, changed };
}
