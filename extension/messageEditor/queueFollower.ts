import type { Disposable } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { QueueRef } from '../connections/queueRef.ts';
import { disposeAll } from '../ground/disposeAll.ts';

export interface QueueFollowerEvents {
  /** The queue changed: its messages may have changed, too. */
  onQueueChange(): void;
  /** The connection of the queue was added or removed, or it opened or closed. */
  onConnectionChange(): void;
}

/** Follows one queue and its connection, which may be added later: a window restores its editors first. */
export class QueueFollower implements Disposable {
  readonly #connections: Connections;
  readonly #events: QueueFollowerEvents;
  readonly #listener: Disposable;
  #queueRef: QueueRef;
  #connection: Connection | undefined;
  #connectionListener: Disposable | undefined;

  constructor(connections: Connections, queueRef: QueueRef, events: QueueFollowerEvents) {
    this.#connections = connections;
    this.#queueRef = queueRef;
    this.#events = events;
    this.#listener = connections.onDidChange(() => {
      if (this.#listen()) events.onConnectionChange();
    });
    this.#listen();
  }

  /** Turns to another queue. */
  turnTo(queueRef: QueueRef): void {
    this.#queueRef = queueRef;
    this.#listen();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#connectionListener?.dispose();
  }

  /** @returns whether the connection is another one now */
  #listen(): boolean {
    const connection = this.#connections.find(this.#queueRef.connectionId);
    if (connection === this.#connection) return false;
    this.#connection = connection;
    this.#connectionListener?.dispose();
    this.#connectionListener = undefined;
    if (connection === undefined) return true;
    const queues = connection.queues.onDidChange(({ membership, changed }) => {
      if (membership || changed.includes(this.#queueRef.arn)) this.#events.onQueueChange();
    });
    const state = connection.onDidChangeState(() => this.#events.onConnectionChange());
    this.#connectionListener = { dispose: () => disposeAll([queues, state]) };
    return true;
  }
}
