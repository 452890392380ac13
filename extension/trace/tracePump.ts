import type { Disposable } from 'vscode';
import {
  readTrace,
  subscribeTrace,
  type TraceEvent,
  traceEvents,
  type TraceEventsParams,
  unsubscribeTrace,
} from '../../broker/protocol/trace.ts';
import type { HostToTrace } from '../../webview/protocol.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import type { TraceClient, TracedRun } from './traceSource.ts';

/** Events that a view is filled with when it appears; as many as it keeps. */
const SNAPSHOT_EVENTS = 100_000;
/** The most that one `readTrace` answers. */
const PAGE_EVENTS = 1_000;
/** A view gets events at most this often. */
const FLUSH_AFTER_MS = 50;
/** The most that waits for the next flush, or for a snapshot to be complete; beyond it the oldest are dropped. */
const MAXIMUM_WAITING_EVENTS = 20_000;
/** The most that one `refill` brings back. */
const MAXIMUM_REFILL_EVENTS = 20_000;

/** The view, as far as the pump knows it. */
interface PumpedView {
  readonly post: (message: HostToTrace) => void;
  /** It has got everything that was kept, after it appeared, a new connection, or a cleared trace. */
  readonly onFilled: () => void;
}

type PumpSession = Pick<TraceClient, 'state' | 'request' | 'onNotification' | 'onDidConnect'>;

/**
 * Carries the broker's trace to one view: a snapshot when the view appears, then batches. While the view is hidden
 * nothing is subscribed, so nothing piles up; it keeps what it has, also of earlier runs of the broker, and gets the rest
 * when it is back.
 */
export class TracePump implements Disposable {
  readonly #session: PumpSession;
  readonly #view: PumpedView;
  readonly #disposables: Disposable[];
  #isShown = false;
  /** The view was hidden, and events since then have not been sent yet. */
  #isBack = false;
  /** Raised with every new subscription; what an older one still brings is ignored. */
  #generation = 0;
  #subscriptionId: string | undefined;
  /** Identifies the run of the broker that `lastPosted` belongs to. */
  #run = '';
  /** When that run started, epoch ms on its clock. */
  #startedAt = 0;
  #lastPosted = 0;
  /** While a snapshot is read, live events wait behind it. */
  #isFilling = false;
  #waiting: TraceEvent[] = [];
  #nextStart: 'snapshot' | 'run' | 'continue' = 'snapshot';
  readonly #schedule: Schedule;
  #cancel: (() => void) | undefined;

  constructor(session: PumpSession, view: PumpedView, schedule = systemSchedule) {
    this.#session = session;
    this.#view = view;
    this.#schedule = schedule;
    this.#disposables = [
      session.onNotification(traceEvents, (params) => this.#receive(params)),
      session.onDidConnect((info) => {
        if (this.#isShown) void this.#connect(info);
      }),
    ];
  }

  /** Of the newest event that the view has got; 0: none. */
  get lastPosted(): number {
    return this.#lastPosted;
  }

  /** The view was created and is empty. */
  show(): void {
    this.forget();
    this.resume();
  }

  /** The view's events are outdated: it will get all stored events. */
  forget(): void {
    this.#run = '';
    this.#nextStart = 'snapshot';
  }

  /** The view is visible again, with the events that it had when it was hidden. */
  resume(): void {
    this.#isShown = true;
    this.#isBack = true;
    const { state } = this.#session;
    if (state.kind === 'running') void this.#connect(state.info);
  }

  /** The view is hidden, or shows something else. */
  hide(): void {
    this.#isShown = false;
    this.#generation += 1;
    this.#forgetWaiting();
    const subscriptionId = this.#subscriptionId;
    this.#subscriptionId = undefined;
    if (subscriptionId !== undefined && this.#session.state.kind === 'running') {
      // The connection may be gone by now, and its subscriptions with it.
      this.#session.request(unsubscribeTrace, { subscriptionId }).catch(() => undefined);
    }
  }

  /** The broker has removed all events up to this one; later ones continue. */
  clear(lastSequence: number): void {
    if (!this.#isShown) {
      this.forget();
      return;
    }
    this.#waiting = this.#waiting.filter(({ sequence }) => sequence > lastSequence);
    this.#lastPosted = Math.max(this.#lastPosted, lastSequence);
    this.#nextStart = 'snapshot';
    this.#postEvents([]);
    this.#view.onFilled();
  }

  /** Sends the view what was dropped between two sequence numbers, and how much of it is no longer kept. */
  async refill(afterSequence: number, beforeSequence: number): Promise<void> {
    const generation = this.#generation;
    const missing = Math.max(0, beforeSequence - afterSequence - 1);
    const events: TraceEvent[] = [];
    const end = Math.min(beforeSequence, afterSequence + 1 + MAXIMUM_REFILL_EVENTS);
    try {
      for await (const page of this.#readPages(afterSequence, end)) events.push(...page);
    } catch {
      // What could be read is shown; the rest is reported as lost.
    }
    if (generation === this.#generation)
      this.#view.post({ type: 'refilled', events, lost: Math.max(0, missing - events.length) });
  }

  dispose(): void {
    this.hide();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #connect(info: TracedRun): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const run = `${info.pid} ${info.startedAt}`;
    const isSameRun = run === this.#run;
    if (!isSameRun && this.#run !== '') this.#nextStart = 'run';
    this.#run = run;
    this.#startedAt = info.startedAt;
    this.#forgetWaiting();
    this.#subscriptionId = undefined;
    this.#isFilling = true;
    try {
      // Only new events come by themselves; what is kept is read in pages, newest capacity only.
      const subscription = await this.#session.request(subscribeTrace, {});
      if (generation !== this.#generation) return;
      this.#subscriptionId = subscription.subscriptionId;
      const { firstSequence, lastSequence } = subscription;
      const oldest = Math.max(0, firstSequence - 1, lastSequence - SNAPSHOT_EVENTS);
      // The trace was cleared while the view was hidden, or what the view has is older than all that is kept.
      if (isSameRun && this.#isBack && oldest > this.#lastPosted) this.#nextStart = 'snapshot';
      this.#isBack = false;
      if (!isSameRun || this.#nextStart === 'snapshot') this.#lastPosted = oldest;
      await this.#fill(lastSequence, generation);
    } catch {
      // The connection went away; the next one starts again.
    }
    if (generation !== this.#generation) return;
    this.#isFilling = false;
    this.#flush();
    this.#view.onFilled();
  }

  async #fill(lastSequence: number, generation: number): Promise<void> {
    // Also an empty one: the view clears its events, or learns that a new run has started.
    if (this.#lastPosted >= lastSequence && this.#nextStart !== 'continue') this.#postEvents([]);
    for await (const page of this.#readPages(this.#lastPosted, lastSequence + 1)) {
      if (generation !== this.#generation) return;
      this.#postEvents(page);
    }
  }

  async *#readPages(afterSequence: number, beforeSequence: number): AsyncGenerator<readonly TraceEvent[]> {
    let after = afterSequence;
    while (after < beforeSequence - 1) {
      const limit = Math.min(PAGE_EVENTS, beforeSequence - after - 1);
      const { events } = await this.#session.request(readTrace, { afterSequence: after, limit });
      const wanted = events.filter((event) => event.sequence < beforeSequence);
      if (wanted.length > 0) yield wanted;
      const last = events.at(-1);
      if (last === undefined || last.sequence <= after) return;
      after = last.sequence;
    }
  }

  #receive({ subscriptionId, events }: TraceEventsParams): void {
    // The first batch may arrive before the answer that names the subscription.
    const isOurs =
      this.#subscriptionId === undefined ? this.#isFilling : subscriptionId === this.#subscriptionId;
    if (!this.#isShown || !isOurs) return;
    this.#waiting.push(...events);
    if (this.#waiting.length > MAXIMUM_WAITING_EVENTS)
      this.#waiting = this.#waiting.slice(-MAXIMUM_WAITING_EVENTS);
    if (!this.#isFilling) this.#cancel ??= this.#schedule(FLUSH_AFTER_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    let last = this.#lastPosted;
    // Before the subscription has its name, those of another one of this window are taken for it: each event once.
    const events = this.#waiting.filter(({ sequence }) => {
      const isNew = sequence > last;
      if (isNew) last = sequence;
      return isNew;
    });
    this.#waiting = [];
    if (events.length > 0) this.#postEvents(events);
  }

  /** Sequence numbers rise by one, so that a gap says exactly how many events are missing. */
  #postEvents(events: readonly TraceEvent[]): void {
    const start = this.#nextStart;
    const next = events[0]?.sequence ?? this.#lastPosted + 1;
    const missing = { snapshot: 0, run: next - 1, continue: next - this.#lastPosted - 1 };
    this.#lastPosted = events.at(-1)?.sequence ?? this.#lastPosted;
    this.#view.post({
      type: 'events',
      start,
      ...(start === 'run' ? { startedAt: this.#startedAt } : {}),
      events,
      dropped: Math.max(0, missing[start]),
      sequence: this.#lastPosted,
    });
    this.#nextStart = 'continue';
  }

  #forgetWaiting(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting = [];
    this.#isFilling = false;
  }
}
