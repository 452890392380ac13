import type { Disposable, Event } from 'vscode';
import { getStorage, type StorageState, storageChanged } from '../../broker/protocol/storage.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** Where the running broker keeps its messages, as it said last; undefined while it does not run. */
export class StorageStore implements Disposable {
  readonly onDidChange: Event<StorageState | undefined>;
  readonly #emitter: EventSource<StorageState | undefined>;
  readonly #session: BrokerClient;
  #state: StorageState | undefined;
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<StorageState | undefined>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(storageChanged, (state) => this.#replace(state)),
      session.onDidConnect(() => void this.refresh().catch(() => undefined)),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#replace(undefined);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get state(): StorageState | undefined {
    return this.#state;
  }

  /** Asks the broker now; starts it when needed. */
  async refresh(): Promise<StorageState> {
    const state = await this.#session.request(getStorage, {});
    this.#replace(state);
    return state;
  }

  #replace(state: StorageState | undefined): void {
    this.#state = state;
    this.#emitter.fire(state);
  }
}
