import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import type { NotificationMethod, ParamsOf, RequestMethod } from '../../../broker/protocol/method.ts';
import type {
  readTrace,
  subscribeTrace,
  TraceEvent,
  TraceEventsParams,
} from '../../../broker/protocol/trace.ts';
import type { BrokerState } from '../../../extension/broker/brokerClient.ts';
import { TracePump } from '../../../extension/trace/tracePump.ts';
import type { HostToTrace } from '../../../webview/protocol.ts';
import { makeTraceEvents } from '../../support/webviewSamples.ts';

type Batch = Extract<HostToTrace, { readonly type: 'events' }>;

/** A session over a broker that is a list of events. */
class FakeSession {
  kept: TraceEvent[] = [];
  state: BrokerState = { kind: 'stopped' };
  readonly requests: { readonly method: string; readonly params: unknown }[] = [];
  private subscriptions = 0;
  private notify: ((params: TraceEventsParams) => void) | undefined;
  private connected: ((info: BrokerInfo) => void) | undefined;

  onNotification = <P>(_method: NotificationMethod<P>, handler: (params: P) => void) => {
    this.notify = handler as unknown as (params: TraceEventsParams) => void;
    return { dispose: () => undefined };
  };

  onDidConnect = (handler: (info: BrokerInfo) => void) => {
    this.connected = handler;
    return { dispose: () => undefined };
  };

  request = <P, R>({ method }: RequestMethod<P, R>, params: P): Promise<R> => {
    this.requests.push({ method, params });
    return Promise.resolve(this.answer(method, params) as R);
  };

  connect(pid: number): void {
    const info = { pid, startedAt: pid, maximumMessageBytes: 1_048_576 } as BrokerInfo;
    this.state = { kind: 'running', info };
    this.connected?.(info);
  }

  /** Events happen and all of them reach the client. */
  happen(count: number): void {
    const events = this.keep(count);
    this.notify?.({ subscriptionId: `s${this.subscriptions}`, events, dropped: 0 });
  }

  /** Events happen that the client is too slow for. */
  keep(count: number): TraceEvent[] {
    const events = makeTraceEvents(count, (this.kept.at(-1)?.sequence ?? 0) + 1);
    this.kept.push(...events);
    return events;
  }

  private answer(method: string, params: unknown): unknown {
    const lastSequence = this.kept.at(-1)?.sequence ?? 0;
    if (method.endsWith('/subscribe')) {
      this.subscriptions += 1;
      const after = (params as ParamsOf<typeof subscribeTrace>).afterSequence;
      const subscriptionId = `s${this.subscriptions}`;
      if (after !== undefined) {
        const events = this.kept.filter((event) => event.sequence > after);
        queueMicrotask(() => this.notify?.({ subscriptionId, events, dropped: 0 }));
      }
      return { subscriptionId, lastSequence, firstSequence: this.kept[0]?.sequence ?? 1 };
    }
    if (!method.endsWith('/read')) return null;
    const { afterSequence, limit } = params as ParamsOf<typeof readTrace>;
    // The numbers rise by one.
    const start = Math.max(0, afterSequence + 1 - (this.kept[0]?.sequence ?? 1));
    return { events: this.kept.slice(start, start + limit) };
  }
}

function start() {
  const session = new FakeSession();
  const posted: HostToTrace[] = [];
  const waiters: { readonly done: () => boolean; readonly resolve: () => void }[] = [];
  const post = (message: HostToTrace): void => {
    posted.push(message);
    for (const waiter of waiters) if (waiter.done()) waiter.resolve();
  };
  const pump = new TracePump(session, { post, onFilled: () => undefined });
  const batches = (): Batch[] => posted.filter((message): message is Batch => message.type === 'events');
  const sequences = (): number[] => batches().flatMap((batch) => batch.events.map((event) => event.sequence));
  /** Resolves with the message that makes the condition true; Mocha's time limit is the deadline. */
  const until = (done: () => boolean): Promise<void> =>
    done() ? Promise.resolve() : new Promise((resolve) => waiters.push({ done, resolve }));
  return { session, pump, posted, batches, sequences, until };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('trace pump', () => {
  it('fills a view with the kept events, then continues with new ones, in order and once', async () => {
    const { session, pump, batches, sequences, until } = start();
    session.keep(2500);
    session.connect(1);
    pump.show();
    session.happen(10);
    await until(() => sequences().length >= 2510);
    assert.deepEqual(sequences(), range(1, 2510));
    assert.deepEqual(
      batches().map((batch) => batch.start),
      ['snapshot', 'continue', 'continue', 'continue'],
    );
    assert.ok(batches().every((batch) => batch.dropped === 0));
    pump.dispose();
  });

  it('shows only the newest events of a long trace', async () => {
    const { session, pump, batches, until } = start();
    session.kept = Array.from(
      { length: 101_500 },
      (_, index): TraceEvent => ({ sequence: index + 1, at: index, kind: 'emptyReceive' }),
    );
    session.connect(1);
    pump.show();
    await until(() => batches().at(-1)?.events.at(-1)?.sequence === 101_500);
    assert.equal(batches()[0]?.events[0]?.sequence, 1501);
    pump.dispose();
  });

  it('sends what comes quickly in one batch', async () => {
    const { session, pump, batches, until } = start();
    session.connect(1);
    pump.show();
    await until(() => batches().length === 1);
    for (let burst = 0; burst < 20; burst += 1) session.happen(5);
    await until(() => batches().length > 1);
    assert.equal(batches()[1]?.events.length, 100);
    pump.dispose();
  });

  it('counts what was dropped on the way, and reads it again when asked', async () => {
    const { session, pump, posted, batches, until } = start();
    session.connect(1);
    pump.show();
    await until(() => batches().length === 1);
    session.happen(3);
    session.keep(40);
    session.happen(2);
    await until(() => batches().length > 1);
    session.keep(7);
    session.happen(1);
    await until(() => batches().length > 2);
    assert.deepEqual(
      batches().map((batch) => batch.dropped),
      [0, 0, 7],
    );
    await pump.refill(45, 53);
    const refilled = posted.at(-1);
    assert.ok(refilled?.type === 'refilled');
    assert.deepEqual(
      refilled.events.map((event) => event.sequence),
      range(46, 52),
    );
    assert.equal(refilled.lost, 0);
    pump.dispose();
  });

  it('says how much of a gap is no longer kept', async () => {
    const { session, pump, posted } = start();
    session.connect(1);
    session.keep(20);
    session.kept = session.kept.slice(10);
    await pump.refill(4, 15);
    const refilled = posted.at(-1);
    assert.ok(refilled?.type === 'refilled');
    assert.deepEqual(
      refilled.events.map((event) => event.sequence),
      range(11, 14),
    );
    assert.equal(refilled.lost, 6);
    pump.dispose();
  });

  it('continues after a lost connection where it was', async () => {
    const { session, pump, batches, sequences, until } = start();
    session.keep(5);
    session.connect(1);
    pump.show();
    await until(() => sequences().length === 5);
    session.keep(4);
    session.connect(1);
    await until(() => sequences().length === 9);
    assert.deepEqual(sequences(), range(1, 9));
    assert.deepEqual(
      batches().map((batch) => batch.start),
      ['snapshot', 'continue'],
    );
    pump.dispose();
  });

  it('distinguishes a new run of the broker from the old one', async () => {
    const { session, pump, batches, sequences, until } = start();
    session.keep(5);
    session.connect(1);
    pump.show();
    await until(() => sequences().length === 5);
    session.kept = [];
    session.keep(2);
    session.connect(2);
    await until(() => sequences().length === 7);
    assert.deepEqual(sequences(), [1, 2, 3, 4, 5, 1, 2]);
    assert.equal(batches().at(-1)?.start, 'run');
    pump.dispose();
  });

  it('sends nothing to a hidden view, and what it missed when it is back', async () => {
    const { session, pump, batches, sequences, until } = start();
    session.keep(5);
    session.connect(1);
    pump.show();
    await until(() => sequences().length === 5);
    pump.hide();
    assert.equal(session.requests.at(-1)?.method, 'queueside/trace/unsubscribe');
    session.happen(3);
    session.connect(1);
    pump.resume();
    await until(() => sequences().length === 8);
    assert.deepEqual(sequences(), range(1, 8));
    assert.equal(batches().at(-1)?.start, 'continue');
    assert.equal(batches().at(-1)?.dropped, 0);
    pump.dispose();
  });

  it('leaves a hidden view the events of the run before when the broker starts again', async () => {
    const { session, pump, batches, sequences, until } = start();
    session.keep(5);
    session.connect(1);
    pump.show();
    await until(() => sequences().length === 5);
    pump.hide();
    session.kept = [];
    session.connect(2);
    session.happen(2);
    pump.resume();
    await until(() => sequences().length === 7);
    assert.deepEqual(sequences(), [...range(1, 5), 1, 2]);
    assert.equal(batches().at(-1)?.start, 'run');
    pump.dispose();
  });

  it('restarts a hidden view if the trace was cleared meanwhile, here or by another window', async () => {
    for (const isHere of [true, false]) {
      const { session, pump, batches, sequences, until } = start();
      session.keep(5);
      session.connect(1);
      pump.show();
      await until(() => sequences().length === 5);
      pump.hide();
      const [last] = session.keep(1);
      if (isHere) pump.clear(last?.sequence ?? 0);
      session.happen(2);
      session.kept = session.kept.slice(6);
      pump.resume();
      await until(() => sequences().length === 7);
      assert.deepEqual(sequences(), [...range(1, 5), 7, 8]);
      assert.equal(batches().at(-1)?.start, 'snapshot');
      pump.dispose();
    }
  });

  it('does not start a stopped broker', () => {
    const { session, pump } = start();
    pump.show();
    pump.hide();
    assert.deepEqual(session.requests, []);
    pump.dispose();
  });
});
