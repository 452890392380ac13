import type { Disposable, Event } from 'vscode';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { ActiveConnections } from './activeConnections.ts';
import type { Capability } from './capabilities.ts';
import { type Able, type Connection, isAble, type PlacedQueue } from './connection.ts';
import { isConnectionId, LOCAL_CONNECTION, type QueueRef } from './queueRef.ts';

/** The connections of this window: the local broker, which is always there, and those that are added to it. */
export class Connections implements Disposable {
  /** Fires when a connection is added or removed. */
  readonly onDidChange: Event<void>;
  /** Fires also when the queues of one of them change. */
  readonly onDidChangeQueues: Event<void>;
  /** Fires also when the state of one of them changes: it connects, fails or closes. */
  readonly onDidChangeState: Event<void>;
  readonly active: ActiveConnections;
  readonly #emitter: EventSource<void>;
  readonly #stateEmitter: EventSource<void>;
  readonly #queuesEmitter: EventSource<void>;
  readonly #followers = new Map<Connection, Disposable>();
  #all: readonly Connection[] = [];

  constructor(local: Connection, createEmitter: () => EventSource<void>) {
    this.#emitter = createEmitter();
    this.#queuesEmitter = createEmitter();
    this.#stateEmitter = createEmitter();
    this.onDidChangeState = this.#stateEmitter.event;
    this.active = new ActiveConnections(createEmitter());
    this.onDidChange = this.#emitter.event;
    this.onDidChangeQueues = this.#queuesEmitter.event;
    this.#replace([local]);
  }

  /** In the order in which they were added; the local broker is the first. */
  get all(): readonly Connection[] {
    return this.#all;
  }

  /** @returns what removes it again */
  add(connection: Connection): Disposable {
    const { id } = connection;
    if (!isConnectionId(id) || this.find(id) !== undefined) throw new Error(`Not a new connection id: ${id}`);
    this.#replace([...this.#all, connection]);
    return {
      dispose: () => {
        if (this.#all.includes(connection)) this.#replace(this.#all.filter((each) => each !== connection));
      },
    };
  }

  find(id: string): Connection | undefined {
    return this.#all.find((connection) => connection.id === id);
  }

  /** Those that can do all of these. */
  listAble<C extends Capability>(needs: readonly C[]): Able<C>[] {
    return this.#all.filter((connection) => isAble(connection, needs));
  }

  /** All queues that are known now. */
  get queues(): readonly PlacedQueue[] {
    return this.#all.flatMap((connection) =>
      connection.queues.queues.map((queue) => ({ connection, queue })),
    );
  }

  findQueue({ connectionId, arn }: QueueRef): PlacedQueue | undefined {
    const connection = this.find(connectionId);
    const queue = connection?.queues.findByArn(arn);
    return connection && queue && { connection, queue };
  }

  /** Of the local broker only: a name that is missing there is never taken for a queue that others use. @param text an ARN or a name */
  findQueueByText(text: string): PlacedQueue | undefined {
    const connection = this.find(LOCAL_CONNECTION);
    const queue = connection?.queues.findByArn(text) ?? connection?.queues.findByName(text);
    return connection && queue && { connection, queue };
  }

  dispose(): void {
    disposeAll(this.#followers.values());
    this.#emitter.dispose();
    this.#queuesEmitter.dispose();
    this.#stateEmitter.dispose();
    this.active.dispose();
  }

  #replace(all: readonly Connection[]): void {
    this.#all = all;
    for (const [connection, follower] of this.#followers) {
      if (all.includes(connection)) continue;
      follower.dispose();
      this.#followers.delete(connection);
    }
    for (const connection of all) {
      if (this.#followers.has(connection)) continue;
      const followers = [
        connection.queues.onDidChange(() => this.#queuesEmitter.fire()),
        connection.onDidChangeState(() => this.#stateEmitter.fire()),
      ];
      this.#followers.set(connection, { dispose: () => disposeAll(followers) });
    }
    this.#emitter.fire();
    this.#queuesEmitter.fire();
    this.#stateEmitter.fire();
  }
}
