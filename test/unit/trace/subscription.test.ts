import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { TraceSubscription } from '../../../broker/trace/subscription.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const TOO_MUCH_BYTES = 2_000_000;

/** A recorder that keeps numbers only. */
class FakeSource {
  firstSequence = 1;
  lastSequence = 0;
  followers = new Set<() => void>();

  read({ afterSequence, limit }: { afterSequence: number; limit: number }): TraceEvent[] {
    const events: TraceEvent[] = [];
    for (
      let sequence = Math.max(afterSequence + 1, this.firstSequence);
      sequence <= this.lastSequence;
      sequence++
    ) {
      if (events.length === limit) break;
      events.push({ sequence, at: 0, kind: 'sent' });
    }
    return events;
  }

  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  record(count: number): void {
    for (let n = 0; n < count; n++) {
      this.lastSequence++;
      for (const follower of this.followers) follower();
    }
  }
}

describe('TraceSubscription', () => {
  let time: ManualSchedule;
  let source: FakeSource;
  let sink: { bufferedBytes: number; send(events: readonly TraceEvent[], dropped: number): void };
  /** Sequence numbers of first and last event, and the number of dropped ones, of every batch. */
  let batches: [first: number | undefined, last: number | undefined, dropped: number][];

  const subscribe = (afterSequence: number) => new TraceSubscription(source, sink, time.after, afterSequence);
  const receivedCount = () => batches.reduce((sum, [first = 0, last = -1]) => sum + (last - first + 1), 0);

  beforeEach(() => {
    time = new ManualSchedule();
    source = new FakeSource();
    batches = [];
    sink = {
      bufferedBytes: 0,
      send: (events, dropped) => batches.push([events[0]?.sequence, events.at(-1)?.sequence, dropped]),
    };
  });

  it('gathers events for 30 ms', () => {
    subscribe(0);
    source.record(1);
    time.advance(20);
    source.record(2);
    assert.deepEqual(batches, []);
    time.advance(10);
    assert.deepEqual(batches, [[1, 3, 0]]);
    time.advance(1000);
    assert.equal(batches.length, 1);
  });

  it('does not wait for more once there are 64, and never sends more in one batch', () => {
    subscribe(0);
    source.record(150);
    time.advance(0);
    assert.deepEqual(batches, [
      [1, 64, 0],
      [65, 128, 0],
      [129, 150, 0],
    ]);
  });

  it('lets others have their turn in a flood', () => {
    const batchesByTurn: number[] = [];
    const subscription = new TraceSubscription(
      source,
      sink,
      (delayMs, callback) =>
        time.after(delayMs, () => {
          const before = batches.length;
          callback();
          batchesByTurn.push(batches.length - before);
        }),
      0,
    );
    source.record(2000);
    time.advance(30);
    assert.deepEqual(batchesByTurn, [8, 8, 8, 8]);
    subscription.close();
    assert.equal(receivedCount(), 2000);
  });

  it('sends what is kept first, all of it, to a client that resumes', () => {
    source.record(10_000);
    subscribe(500);
    time.advance(0);
    assert.equal(batches[0]?.[0], 501);
    assert.equal(receivedCount(), 9500);
  });

  it('counts events that are no longer kept as dropped', () => {
    source.record(1000);
    source.firstSequence = 901;
    subscribe(100);
    time.advance(30);
    assert.deepEqual(batches, [
      [901, 964, 800],
      [965, 1000, 0],
    ]);
  });

  it('sends nothing to a client that does not read, and continues where it was', () => {
    subscribe(0);
    sink.bufferedBytes = TOO_MUCH_BYTES;
    source.record(200);
    time.advance(1000);
    assert.deepEqual(batches, []);
    sink.bufferedBytes = 0;
    time.advance(30);
    assert.equal(receivedCount(), 200);
    assert.equal(batches[0]?.[2], 0);
  });

  it('drops the oldest for a client that stays behind, and says how many', () => {
    subscribe(0);
    sink.bufferedBytes = TOO_MUCH_BYTES;
    source.record(20_000);
    time.advance(1000);
    sink.bufferedBytes = 0;
    time.advance(100);
    const dropped = batches.reduce((sum, batch) => sum + batch[2], 0);
    assert.equal(dropped, 20_000 - 8192);
    assert.equal(receivedCount(), 8192);
    assert.equal(batches.at(-1)?.[1], 20_000);
  });

  it('arms one timer, however many events come while the client does not read', () => {
    subscribe(0);
    sink.bufferedBytes = TOO_MUCH_BYTES;
    source.record(500);
    time.advance(0);
    source.record(500);
    assert.equal(time.pendingCount, 1);
  });

  it('sends nothing after it was closed', () => {
    const subscription = subscribe(0);
    source.record(1);
    subscription.close();
    source.record(100);
    time.advance(1000);
    assert.deepEqual(batches, []);
    assert.equal(time.pendingCount, 0);
  });
});
