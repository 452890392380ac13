import type { Disposable, Event } from 'vscode';
import { clearFaults, type FaultKind } from '../../broker/protocol/faults.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { FaultStore } from './faultStore.ts';

/** The gateways that this window has opened. */
interface FollowedGateways {
  readonly sessions: readonly {
    readonly connection: { readonly id: string };
    readonly client: ServerClient<unknown>;
  }[];
  readonly onDidChange: Event<void>;
}

/** What only an engine can do: messages of an endpoint are visible when it says so. */
const ABSENT: readonly FaultKind[] = ['delay', 'miss'];

interface Followed {
  readonly client: ServerClient<unknown>;
  readonly store: FaultStore;
  readonly listener: Disposable;
}

/** The faults of the gateways that this window uses. */
export class GatewayFaults implements Disposable {
  /** Fires also when a gateway starts or stops, with which its connection gets faults or has none. */
  readonly onDidChange: Event<void>;
  readonly #emitter: EventSource<void>;
  readonly #createEmitter: () => EventSource<void>;
  readonly #followed = new Map<string, Followed>();
  readonly #listeners: Disposable[] = [];
  #running = '';

  constructor(createEmitter: () => EventSource<void>) {
    this.#createEmitter = createEmitter;
    this.#emitter = createEmitter();
    this.onDidChange = this.#emitter.event;
  }

  followGateways(gateways: FollowedGateways): void {
    this.#listeners.push(gateways.onDidChange(() => this.#update(gateways)));
    this.#update(gateways);
  }

  /** How many queues have some. */
  get count(): number {
    return [...this.#followed.values()].reduce((sum, { store }) => sum + store.plans.length, 0);
  }

  /** Those of a connection; undefined while no gateway of it runs: the question would start one. */
  find(connectionId: string): Capabilities['faults'] | undefined {
    const followed = this.#followed.get(connectionId);
    if (followed?.client.state.kind !== 'running') return undefined;
    const { store } = followed;
    return {
      absent: ABSENT,
      find: (arn) => store.find(arn),
      describe: (arn) => store.describe(arn),
      set: (params) => store.set(params),
      clear: (arn) => store.clear(arn),
    };
  }

  async clearAll(): Promise<void> {
    const running = [...this.#followed.values()].filter(({ client }) => client.state.kind === 'running');
    await Promise.all(
      running.map(async ({ client, store }) => store.adopt(await client.request(clearFaults, {}))),
    );
  }

  dispose(): void {
    const parts = [...this.#followed.values()].flatMap(({ store, listener }) => [listener, store]);
    disposeAll([...this.#listeners, ...parts, this.#emitter]);
  }

  #update({ sessions }: FollowedGateways): void {
    const clients = new Map(sessions.map(({ connection, client }) => [connection.id, client]));
    for (const [id, { client, store, listener }] of this.#followed) {
      if (clients.get(id) === client) continue;
      disposeAll([listener, store]);
      this.#followed.delete(id);
    }
    for (const [id, client] of clients) {
      if (this.#followed.has(id)) continue;
      const store = new FaultStore(client, this.#createEmitter());
      const listener = store.onDidChange(() => this.#emitter.fire());
      this.#followed.set(id, { client, store, listener });
    }
    const isRunning = ([, { client }]: [string, Followed]): boolean => client.state.kind === 'running';
    const running = [...this.#followed]
      .filter(isRunning)
      .map(([id]) => id)
      .join(' ');
    if (running === this.#running) return;
    this.#running = running;
    this.#emitter.fire();
  }
}
