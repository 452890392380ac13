import type { Disposable, Event } from 'vscode';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What the broker has by name. */
interface Declared {
  readonly definition: { readonly name: string };
}

/** How the broker is asked for a list, and reports its changes. */
export interface DeclaredList<Item extends Declared, Result> {
  readonly list: RequestMethod<Record<string, never>, Result>;
  readonly changed: NotificationMethod<Result>;
  readonly read: (result: Result) => readonly Item[];
}

/** What the broker has of one kind, in the order in which it was declared; nothing while the broker does not run. */
export class DeclaredStore<Item extends Declared, Result> implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  readonly #declared: DeclaredList<Item, Result>;
  readonly #parts: readonly Disposable[];
  #items: readonly Item[] = [];

  constructor(session: BrokerClient, emitter: EventSource<void>, declared: DeclaredList<Item, Result>) {
    this.#session = session;
    this.#emitter = emitter;
    this.#declared = declared;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(declared.changed, (result) => this.take(result)),
      // The connection may go away; the next one asks again.
      session.onDidConnect(() => void this.refresh().catch(() => undefined)),
      session.onDidChangeState(({ kind }) => {
        if (kind !== 'running') this.#replace([]);
      }),
    ];
    if (session.state.kind === 'running') void this.refresh().catch(() => undefined);
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  find(name: string): Item | undefined {
    return this.#items.find(({ definition }) => definition.name === name);
  }

  /** Asks for them; starts the broker if it does not run. */
  async refresh(): Promise<void> {
    this.take(await this.#session.request(this.#declared.list, {}));
  }

  /** What the broker answers to a change. */
  take(result: Result): void {
    this.#replace(this.#declared.read(result));
  }

  #replace(items: readonly Item[]): void {
    this.#items = items;
    this.#emitter.fire();
  }
}
