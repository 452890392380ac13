import type { Disposable } from 'vscode';
import { type ClockState, clockChanged, getClock } from '../../broker/protocol/clock.ts';
import { listQueues, queuesChanged, type QueuesSnapshot } from '../../broker/protocol/queue.ts';
import { clearTrace } from '../../broker/protocol/trace.ts';
import type { HostToTrace } from '../../webview/protocol.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { QueueRelay } from '../webviews/queueRelay.ts';
import { TracePump } from './tracePump.ts';
import type { TraceClient } from './traceSource.ts';

/** While the machine sleeps, the view's own timer may stop, so it gets the elapsed time, ms. */
const CLOCK_AFTER_MS = 5_000;

type FeedSession = Pick<TraceClient, 'state' | 'request' | 'onNotification' | 'onDidConnect'>;

export interface FeedOptions {
  readonly schedule?: Schedule;
  /** Of a gateway: it does not know what queues have, and its clock is that of this machine. Epoch ms. */
  readonly readNow?: (() => number) | undefined;
}

/**
 * What a view of the live trace gets without a request: the events, and what no event tells, which is the counts of
 * queues to which nothing happens, and how late it is.
 */
export class TraceFeed implements Disposable {
  readonly #session: FeedSession;
  readonly #post: (message: HostToTrace) => void;
  readonly #schedule: Schedule;
  readonly #readNow: (() => number) | undefined;
  readonly #pump: TracePump;
  readonly #relay: QueueRelay<QueuesSnapshot>;
  readonly #disposables: Disposable[];
  /** The view listens. */
  #isOpen = false;
  #isLive = false;
  #cancelClock: () => void = () => undefined;

  constructor(
    session: FeedSession,
    post: (message: HostToTrace) => void,
    { schedule = systemSchedule, readNow }: FeedOptions = {},
  ) {
    this.#session = session;
    this.#post = (message) => {
      if (this.#isOpen) post(message);
    };
    this.#schedule = schedule;
    this.#readNow = readNow;
    const view = { post: this.#post, onFilled: () => void this.#loadPresent() };
    this.#pump = new TracePump(session, view, schedule);
    this.#relay = new QueueRelay((snapshot) => this.#post({ type: 'queuesChanged', ...snapshot }), schedule);
    this.#disposables = [
      this.#pump,
      this.#relay,
      session.onDidConnect(() => {
        // Of the live trace, they are loaded once that has come.
        if (!this.#isLive) void this.#loadQueues();
      }),
      session.onNotification(queuesChanged, (snapshot) => this.#relay.set(snapshot)),
      session.onNotification(clockChanged, (state) => this.#postClock(state)),
    ];
  }

  /** The view was created and is empty. */
  open(): void {
    this.#isLive = false;
    this.resume();
  }

  /** Sends it the live trace, from what is kept on. */
  show(): void {
    this.#isLive = true;
    this.#pump.forget();
    if (this.#isOpen) this.#pump.resume();
  }

  /** It shows something else. */
  hide(): void {
    this.#isLive = false;
    this.#pump.hide();
  }

  /** The view is hidden; it keeps what it shows. */
  rest(): void {
    this.#isOpen = false;
    this.#cancelClock();
    this.#pump.hide();
  }

  /** It is visible again. */
  resume(): void {
    this.#isOpen = true;
    const { newest } = this.#relay;
    if (newest !== undefined) this.#post({ type: 'queuesChanged', ...newest });
    void this.#loadQueues();
    this.#tellClock();
    if (this.#isLive) this.#pump.resume();
  }

  /** Forgets all events, in the broker and in the view. */
  async clear(): Promise<void> {
    if (this.#session.state.kind === 'running') {
      const { lastSequence } = await this.#session.request(clearTrace, {});
      this.#pump.clear(lastSequence);
    } else this.#pump.clear(0);
  }

  refill(afterSequence: number, beforeSequence: number): Promise<void> {
    return this.#pump.refill(afterSequence, beforeSequence);
  }

  dispose(): void {
    this.rest();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #loadPresent(): Promise<void> {
    await Promise.all([this.#loadQueues(), this.#loadClock()]);
  }

  async #loadQueues(): Promise<void> {
    if (!this.#isOpen || this.#session.state.kind !== 'running' || this.#readNow !== undefined) return;
    try {
      this.#relay.set(await this.#session.request(listQueues, {}));
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  #tellClock(): void {
    this.#cancelClock();
    this.#cancelClock = this.#schedule(CLOCK_AFTER_MS, () => {
      void this.#loadClock();
      this.#tellClock();
    });
  }

  async #loadClock(): Promise<void> {
    if (!this.#isLive || this.#session.state.kind !== 'running') return;
    if (this.#readNow !== undefined) {
      this.#postClock({ now: this.#readNow(), sequence: this.#pump.lastPosted });
      return;
    }
    try {
      this.#postClock(await this.#session.request(getClock, {}));
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  #postClock({ now, sequence }: Pick<ClockState, 'now' | 'sequence'>): void {
    this.#post({ type: 'clockTold', now, sequence });
  }
}
