import { randomUUID } from 'node:crypto';
import type { SendMessageParams, SendMessageResult } from '../../../broker/protocol/message.ts';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { Capabilities } from '../../../extension/connections/capabilities.ts';
import type { Connection, QueueList, QueuesDifference } from '../../../extension/connections/connection.ts';

type Listener = (difference: QueuesDifference) => unknown;

/** Queues that are in this process and nowhere else. */
class MemoryQueues implements QueueList {
  readonly #listeners = new Set<Listener>();
  queues: readonly QueueSummary[];

  constructor(queues: readonly QueueSummary[]) {
    this.queues = queues;
  }

  readonly onDidChange = (listener: Listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  findByArn(arn: string): QueueSummary | undefined {
    return this.queues.find((queue) => queue.arn === arn);
  }

  findByName(name: string): QueueSummary | undefined {
    return this.queues.find((queue) => queue.name === name);
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  /** How many follow the queues. */
  get followers(): number {
    return this.#listeners.size;
  }

  put(queue: QueueSummary): void {
    this.queues = this.queues.map((each) => (each.arn === queue.arn ? queue : each));
    this.#fire({ membership: false, changed: [queue.arn] });
  }

  remove(arn: string): void {
    this.queues = this.queues.filter((queue) => queue.arn !== arn);
    this.#fire({ membership: true, changed: [] });
  }

  #fire(difference: QueuesDifference): void {
    for (const listener of this.#listeners) listener(difference);
  }
}

/**
 * A place with queues that is no broker of ours: its queues have attributes, take messages and can be purged and deleted.
 * It cannot be peeked, unless a test gives it that, and has no trace, clock, faults or cost.
 */
export class MemoryConnection implements Connection {
  readonly id: string;
  readonly name = 'In memory';
  isOpen = true;
  readonly #stateListeners = new Set<(state: unknown) => unknown>();
  readonly onDidChangeState = (listener: (state: unknown) => unknown) => {
    this.#stateListeners.add(listener);
    return { dispose: () => this.#stateListeners.delete(listener) };
  };
  readonly queues: MemoryQueues;
  readonly can: Partial<Capabilities>;
  /** Everything that was sent to it. */
  readonly sent: SendMessageParams[] = [];
  /** ARNs of queues that were purged. */
  readonly purged: string[] = [];

  /** @param more what this one can do beside it */
  constructor(id: string, queues: readonly QueueSummary[], more: Partial<Capabilities> = {}) {
    this.id = id;
    this.queues = new MemoryQueues(queues);
    this.can = {
      attributes: (arn) =>
        Promise.resolve({ ...this.#get(arn), attributes: { DelaySeconds: '7' }, tags: {} }),
      send: { maximumMessageBytes: 2048, message: (params) => Promise.resolve(this.#send(params)) },
      purge: (arn) => {
        const { visible } = this.#get(arn).counts;
        this.purged.push(arn);
        this.#count(arn, -visible);
        return Promise.resolve(visible);
      },
      delete: (arn) => {
        this.queues.remove(arn);
        return Promise.resolve();
      },
      ...more,
    };
  }

  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    for (const listener of this.#stateListeners) listener(undefined);
  }

  #send(params: SendMessageParams): SendMessageResult {
    const { count = 1, body, queueArn } = params;
    this.sent.push(params);
    this.#count(queueArn, count);
    return {
      messageId: randomUUID(),
      bodyMd5: '',
      sizeBytes: Buffer.byteLength(body),
      chunks: 1,
      sentCount: count,
      duplicateCount: 0,
    };
  }

  #count(arn: string, added: number): void {
    const queue = this.#get(arn);
    this.queues.put({ ...queue, counts: { ...queue.counts, visible: queue.counts.visible + added } });
  }

  #get(arn: string): QueueSummary {
    const queue = this.queues.findByArn(arn);
    if (!queue) throw new Error(`No queue ${arn}`);
    return queue;
  }
}
