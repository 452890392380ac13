import type { Disposable, Event } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type { EventSource } from '../broker/brokerSession.ts';
import type { BrokerSession } from '../broker/session.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What a new snapshot changes against the one before. */
export interface QueuesDifference {
  /** Queues came, went or changed their order. */
  readonly membership: boolean;
  /** ARNs of queues that are in both and look different. */
  readonly changed: readonly string[];
}

/** The newest snapshot of all queues, sorted by name; empty while the broker does not run. */
export class QueueStore implements Disposable {
  readonly onDidChange: Event<QueuesDifference>;
  readonly #emitter: EventSource<QueuesDifference>;
  #queues: readonly QueueSummary[] = [];
  #byArn: ReadonlyMap<string, QueueSummary> = new Map();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerSession, emitter: EventSource<QueuesDifference>) {
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(queuesChanged, ({ queues }) => this.#replace(queues)),
      session.onDidConnect(() => void this.refresh(session).catch(() => undefined)),
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
  async refresh(session: BrokerSession): Promise<void> {
    const { queues } = await session.request(listQueues, {});
    this.#replace(queues);
  }

  #replace(queues: readonly QueueSummary[]): void {
    const sorted = queues.toSorted((left, right) => left.name.localeCompare(right.name));
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
