import type { Disposable, Event } from 'vscode';
import { type InFlightMessage, listInFlight } from '../../broker/protocol/message.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerRegistry, DebuggedProgram } from '../launch/consumerRegistry.ts';
import type { QueueStore } from '../queues/queueStore.ts';

/** A message in the hands of a program that is being debugged. */
export interface HeldMessage extends InFlightMessage {
  readonly program: DebuggedProgram;
  /** Of a program that calls the endpoint of a connection through its gateway; absent: the local broker. */
  readonly connection?: { readonly id: string; readonly name: string };
}

/** A gateway, as far as it has messages in flight. */
interface GatewayPrograms {
  readonly connection: { readonly id: string; readonly name: string };
  readonly client: Pick<ServerClient<unknown>, 'state' | 'request'>;
  readonly consumers: Pick<ConsumerRegistry, 'programs'>;
}

/** The gateways that this window has opened. */
export interface GatewaysInUse {
  readonly sessions: readonly GatewayPrograms[];
  /** Fires also when their programs or holds change. */
  readonly onDidChange: Event<void>;
}

export interface InFlightStoreOptions {
  readonly session: BrokerClient;
  readonly queues: QueueStore;
  readonly consumers: ConsumerRegistry;
  readonly clock: BrokerClock;
  readonly emitter: EventSource<void>;
}

/** More than this in the hands of one program is for the trace. */
const MAXIMUM_MESSAGES = 200;
/** A busy program changes this all the time. */
const REFRESH_AFTER_MS = 100;
/** A gateway does not tell when something changes. */
const GATEWAY_REFRESH_MS = 1_000;

/** What the debugged programs of this window have in flight, oldest receive first. */
export class InFlightStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #options: InFlightStoreOptions;
  readonly #parts: Disposable[];
  #gateways: GatewaysInUse | undefined;
  #poll: NodeJS.Timeout | undefined;
  #messages: readonly HeldMessage[] = [];
  #hasSeenTraffic = false;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #isStale = false;

  constructor(options: InFlightStoreOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    this.#parts = [
      options.emitter,
      options.queues.onDidChange(() => this.#schedule()),
      options.clock.onDidChange(() => this.#schedule()),
      options.consumers.onDidChange(() => this.#schedule()),
    ];
  }

  get messages(): readonly HeldMessage[] {
    return this.#messages;
  }

  /** Whether any of the programs that are debugged now has had a message. */
  get hasSeenTraffic(): boolean {
    return this.#hasSeenTraffic;
  }

  /** From now on, also what is in flight at gateways. */
  followGateways(gateways: GatewaysInUse): void {
    this.#gateways = gateways;
    this.#parts.push(gateways.onDidChange(() => this.#schedule()));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#poll);
    disposeAll(this.#parts);
  }

  /** Reads what is in flight now; changes that come while it reads are read after it. */
  async refresh(): Promise<void> {
    if (this.#isReading) {
      this.#isStale = true;
      return;
    }
    this.#isReading = true;
    try {
      do {
        this.#isStale = false;
        this.#replace(await this.#read());
      } while (this.#isStale);
    } catch {
      // The connection was lost; the next one sends its queues.
      this.#replace([]);
    } finally {
      this.#isReading = false;
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, REFRESH_AFTER_MS);
  }

  async #read(): Promise<readonly HeldMessage[]> {
    const { session, consumers } = this.#options;
    const sessions = this.#gateways?.sessions ?? [];
    this.#keepPolling(sessions.some(({ consumers: { programs } }) => programs.length > 0));
    const lists = await Promise.all([
      readFrom(session, consumers),
      ...sessions.map(async ({ client, consumers: ofGateway, connection: { id, name } }) => {
        // One that is lost meanwhile has no part in what the others have.
        const messages = await readFrom(client, ofGateway).catch(() => []);
        return messages.map((message) => ({ ...message, connection: { id, name } }));
      }),
    ]);
    return lists.flat().toSorted((left, right) => left.receivedAt - right.receivedAt);
  }

  #keepPolling(hasPrograms: boolean): void {
    if (hasPrograms) this.#poll ??= setInterval(() => void this.refresh(), GATEWAY_REFRESH_MS);
    else {
      clearInterval(this.#poll);
      this.#poll = undefined;
    }
  }

  get #hasPrograms(): boolean {
    const { sessions = [] } = this.#gateways ?? {};
    return [this.#options, ...sessions].some(({ consumers }) => consumers.programs.length > 0);
  }

  #replace(messages: readonly HeldMessage[]): void {
    const sawTraffic = this.#hasPrograms && (this.#hasSeenTraffic || messages.length > 0);
    const isSame = JSON.stringify(messages) === JSON.stringify(this.#messages);
    if (isSame && sawTraffic === this.#hasSeenTraffic) return;
    this.#messages = messages;
    this.#hasSeenTraffic = sawTraffic;
    this.#options.emitter.fire();
  }
}

/** What the programs of a process have in flight; nothing while it does not run. */
async function readFrom(
  client: GatewayPrograms['client'],
  { programs }: Pick<ConsumerRegistry, 'programs'>,
): Promise<readonly HeldMessage[]> {
  if (programs.length === 0 || client.state.kind !== 'running') return [];
  const lists = await Promise.all(
    programs.map(async (program) => {
      const { consumerId } = program;
      const { messages } = await client.request(listInFlight, { consumerId, limit: MAXIMUM_MESSAGES });
      return messages.map((message): HeldMessage => ({ ...message, program }));
    }),
  );
  return lists.flat();
}
