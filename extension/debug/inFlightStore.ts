import type { Disposable, Event } from 'vscode';
import { type InFlightMessage, listInFlight } from '../../broker/protocol/message.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerRegistry, DebuggedProgram } from '../launch/consumerRegistry.ts';
import type { QueueStore } from '../queues/queueStore.ts';

/** A message in the hands of a program that is being debugged. */
export interface HeldMessage extends InFlightMessage {
  readonly program: DebuggedProgram;
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

/** What the debugged programs of this window have in flight, oldest receive first. */
export class InFlightStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #options: InFlightStoreOptions;
  readonly #parts: readonly Disposable[];
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

  dispose(): void {
    clearTimeout(this.#timer);
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
    const { programs } = consumers;
    if (programs.length === 0 || session.state.kind !== 'running') return [];
    const lists = await Promise.all(
      programs.map(async (program) => {
        const { consumerId } = program;
        const { messages } = await session.request(listInFlight, { consumerId, limit: MAXIMUM_MESSAGES });
        return messages.map((message): HeldMessage => ({ ...message, program }));
      }),
    );
    return lists.flat().toSorted((left, right) => left.receivedAt - right.receivedAt);
  }

  #replace(messages: readonly HeldMessage[]): void {
    const sawTraffic =
      this.#options.consumers.programs.length > 0 && (this.#hasSeenTraffic || messages.length > 0);
    const isSame = JSON.stringify(messages) === JSON.stringify(this.#messages);
    if (isSame && sawTraffic === this.#hasSeenTraffic) return;
    this.#messages = messages;
    this.#hasSeenTraffic = sawTraffic;
    this.#options.emitter.fire();
  }
}
