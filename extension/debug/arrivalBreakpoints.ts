import type { Disposable, Event, Memento } from 'vscode';
import {
  subscribeTrace,
  type TraceEventsParams,
  traceEvents,
  unsubscribeTrace,
} from '../../broker/protocol/trace.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { type Arrival, type ArrivalBreakpoint, findArrival } from './arrivals.ts';

export interface ArrivalBreakpointsOptions {
  readonly session: BrokerClient;
  /** Of the workspace: breakpoints stay over a reload, like those on lines. */
  readonly memento: Pick<Memento, 'get' | 'update'>;
  readonly emitter: EventSource<void>;
  /** A message arrived that a breakpoint waits for. */
  readonly onHit: (arrival: Arrival) => void;
  readonly log: { warn(message: string): void };
}

const MEMENTO_KEY = 'arrivalBreakpoints';
const MAXIMUM_BREAKPOINTS = 100;

/** The breakpoints on messages. The trace is only listened to while one of them is on. */
export class ArrivalBreakpoints implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #options: ArrivalBreakpointsOptions;
  #breakpoints: readonly ArrivalBreakpoint[];
  #subscriptionId: string | undefined;
  /** Raised with every connection: the answer to a subscription on an older one means nothing. */
  #connection = 0;
  #isSubscribing = false;
  readonly #parts: readonly Disposable[];

  constructor(options: ArrivalBreakpointsOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    this.#breakpoints = readStored(options.memento.get(MEMENTO_KEY));
    this.#parts = [
      options.emitter,
      options.session.onNotification(traceEvents, (params) => this.#receive(params)),
      options.session.onDidConnect(() => {
        this.#connection += 1;
        this.#subscriptionId = undefined;
        this.#isSubscribing = false;
        void this.#follow();
      }),
    ];
    if (options.session.state.kind === 'running') void this.#follow();
  }

  get all(): readonly ArrivalBreakpoint[] {
    return this.#breakpoints;
  }

  has(id: string): boolean {
    return this.#breakpoints.some((breakpoint) => breakpoint.id === id);
  }

  /** Adds a breakpoint, or switches it on or off. */
  async set(id: string, isEnabled: boolean): Promise<void> {
    const others = this.#breakpoints.filter((breakpoint) => breakpoint.id !== id);
    await this.#replace([...others, { id, isEnabled }].slice(-MAXIMUM_BREAKPOINTS));
  }

  async remove(id: string): Promise<void> {
    await this.#replace(this.#breakpoints.filter((breakpoint) => breakpoint.id !== id));
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  async #replace(breakpoints: readonly ArrivalBreakpoint[]): Promise<void> {
    this.#breakpoints = breakpoints;
    this.#options.emitter.fire();
    await this.#options.memento.update(MEMENTO_KEY, breakpoints);
    await this.#follow();
  }

  /** Subscribes to the trace or leaves it, as the breakpoints want. */
  async #follow(): Promise<void> {
    const { session, log } = this.#options;
    if (session.state.kind !== 'running' || this.#isSubscribing) return;
    const connection = this.#connection;
    const isWanted = this.#breakpoints.some(({ isEnabled }) => isEnabled);
    if (isWanted === (this.#subscriptionId !== undefined)) return;
    this.#isSubscribing = true;
    try {
      if (isWanted) {
        const { subscriptionId } = await session.request(subscribeTrace, {});
        if (connection === this.#connection) this.#subscriptionId = subscriptionId;
      } else {
        const subscriptionId = this.#subscriptionId ?? '';
        this.#subscriptionId = undefined;
        await session.request(unsubscribeTrace, { subscriptionId });
      }
    } catch (error) {
      log.warn(`Breakpoints on messages could not be placed: ${String(error)}`);
      return;
    } finally {
      if (connection === this.#connection) this.#isSubscribing = false;
    }
    // They may have changed while the broker answered.
    if (connection === this.#connection) await this.#follow();
  }

  #receive({ subscriptionId, events }: TraceEventsParams): void {
    if (subscriptionId !== this.#subscriptionId) return;
    for (const event of events) {
      const arrival = findArrival(this.#breakpoints, event);
      if (!arrival) continue;
      this.#options.onHit(arrival);
      // One stop for a batch: the program is paused from here on.
      return;
    }
  }
}

function readStored(value: unknown): readonly ArrivalBreakpoint[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (entry): entry is ArrivalBreakpoint =>
      typeof entry === 'object' &&
      entry !== null &&
      typeof (entry as ArrivalBreakpoint).id === 'string' &&
      typeof (entry as ArrivalBreakpoint).isEnabled === 'boolean',
  );
}
