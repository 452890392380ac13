import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { HoldRegistry } from '../../../broker/control/holds.ts';
import { Session } from '../../../broker/control/channel/session.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const MINUTE_MS = 60_000;

function makeSession(id: string): Session {
  return new Session(id, {
    bufferedBytes: 0,
    notify: () => undefined,
    close: () => undefined,
    terminate: () => undefined,
  });
}

describe('HoldRegistry', () => {
  let one: Session;
  let other: Session;
  let calls: string[];
  let alive: Set<number>;
  let time: ManualSchedule;
  let holds: HoldRegistry;

  beforeEach(() => {
    one = makeSession('one');
    other = makeSession('other');
    calls = [];
    alive = new Set([71, 72]);
    time = new ManualSchedule();
    holds = new HoldRegistry({
      hold: (consumerId) => calls.push(`hold ${consumerId}`),
      release: (consumerId) => calls.push(`release ${consumerId}`),
      isAlive: (processId) => alive.has(processId),
      schedule: time.after,
      onLapse: () => calls.push('lapse'),
    });
  });

  it('releases a consumer when the last session that holds it lets go', () => {
    holds.place(one, 'worker');
    holds.place(other, 'worker');
    assert.equal(holds.lift(one, 'worker'), 0);
    assert.deepEqual(calls, ['hold worker', 'hold worker']);
    holds.lift(other, 'worker');
    assert.deepEqual(calls.slice(2), ['release worker']);
  });

  it('counts a session once, however often it holds', () => {
    holds.place(one, 'worker');
    holds.place(one, 'worker');
    holds.lift(one, 'worker');
    assert.equal(calls.at(-1), 'release worker');
    assert.equal(holds.lift(one, 'worker'), 0);
  });

  it('lifts nothing for a session that holds nothing', () => {
    holds.place(one, 'worker');
    assert.equal(holds.lift(other, 'worker'), 0);
    assert.equal(holds.leave(other), false);
    assert.deepEqual(calls, ['hold worker']);
    assert.equal(time.pendingCount, 0);
  });

  it('watches nothing after the end, not even for a connection that is lost then', () => {
    holds.place(one, 'worker');
    holds.stop();
    holds.leave(one);
    assert.equal(time.pendingCount, 0);
  });

  it('lifts all holds of a session that says goodbye', () => {
    holds.place(one, 'worker');
    holds.place(one, 'producer');
    one.hasShutDown = true;
    assert.equal(holds.leave(one), true);
    assert.deepEqual(calls.slice(2), ['release worker', 'release producer']);
    assert.equal(holds.leave(one), false);
    assert.equal(time.pendingCount, 0);
  });

  describe('when the connection of a session is lost', () => {
    beforeEach(() => {
      holds.place(one, 'worker', [71, 72]);
      assert.equal(holds.leave(one), false);
      calls = [];
    });

    it('keeps its holds for ten minutes', () => {
      time.advance(10 * MINUTE_MS - 1);
      assert.deepEqual(calls, []);
      time.advance(1);
      assert.deepEqual(calls, ['release worker', 'lapse']);
      assert.equal(time.pendingCount, 0);
    });

    it('keeps them for as long as one of the processes is there', () => {
      alive.delete(71);
      time.advance(MINUTE_MS);
      assert.deepEqual(calls, []);
      alive.delete(72);
      time.advance(1_000);
      assert.deepEqual(calls, ['release worker', 'lapse']);
      assert.equal(time.pendingCount, 0);
    });

    it('releases them when the editor reconnects and releases them', () => {
      holds.lift(other, 'worker');
      assert.deepEqual(calls, ['release worker']);
      assert.equal(time.pendingCount, 0);
    });

    it('gives them to the session that holds the same consumer again', () => {
      holds.place(other, 'worker', [71]);
      time.advance(60 * MINUTE_MS);
      assert.deepEqual(calls, ['hold worker']);
      holds.lift(other, 'worker');
      assert.deepEqual(calls, ['hold worker', 'release worker']);
    });

    it('begins the ten minutes again when that connection is lost too', () => {
      time.advance(9 * MINUTE_MS);
      holds.place(other, 'worker');
      holds.leave(other);
      time.advance(9 * MINUTE_MS);
      assert.deepEqual(calls, ['hold worker']);
      time.advance(MINUTE_MS);
      assert.deepEqual(calls, ['hold worker', 'release worker', 'lapse']);
    });

    it('leaves other consumers alone', () => {
      holds.place(other, 'producer');
      holds.lift(other, 'producer');
      assert.deepEqual(calls, ['hold producer', 'release producer']);
      time.advance(10 * MINUTE_MS);
      assert.deepEqual(calls.slice(2), ['release worker', 'lapse']);
    });

    it('watches nothing any more when the broker ends', () => {
      holds.stop();
      assert.equal(time.pendingCount, 0);
      assert.deepEqual(calls, []);
    });
  });

  it('keeps a hold that another session still has when the ten minutes are over', () => {
    holds.place(one, 'worker');
    holds.place(other, 'worker');
    holds.leave(one);
    time.advance(10 * MINUTE_MS);
    assert.deepEqual(calls, ['hold worker', 'hold worker']);
    holds.lift(other, 'worker');
    assert.equal(calls.at(-1), 'release worker');
  });

  it('does not take a process of another machine for one that has ended', () => {
    holds.place(one, 'worker', [9_999]);
    holds.leave(one);
    time.advance(9 * MINUTE_MS);
    assert.deepEqual(calls, ['hold worker']);
  });
});
