import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ControllableClock } from '../../../broker/clock.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const START = 1_700_000_000_000;

describe('ControllableClock', () => {
  let real: ManualSchedule;
  /** What the system's clock is wrong by. */
  let systemErrorMs: number;
  let clock: ControllableClock;
  let wakes: number[];

  beforeEach(() => {
    real = new ManualSchedule();
    systemErrorMs = 0;
    clock = new ControllableClock({ now: () => START + real.now() + systemErrorMs, after: real.after });
    wakes = [];
    clock.onWake(() => wakes.push(clock.now()));
  });

  it('follows the system time', () => {
    real.advance(250);
    assert.equal(clock.now(), START + 250);
    assert.equal(clock.offsetMs, 0);
  });

  it('goes on from where it was when the system time goes back', () => {
    real.advance(1000);
    assert.equal(clock.now(), START + 1000);
    systemErrorMs = -3_600_000;
    assert.equal(clock.now(), START + 1000);
    real.advance(5);
    assert.equal(clock.now(), START + 1005);
    assert.equal(clock.offsetMs, 0, 'a jump of the system time is no advance');
  });

  it('wakes at the deadline, once', () => {
    clock.wakeAt(START + 100);
    real.advance(99);
    assert.deepEqual(wakes, []);
    real.advance(1);
    assert.deepEqual(wakes, [START + 100]);
    real.advance(1000);
    assert.equal(wakes.length, 1);
  });

  it('wakes at the newest deadline, earlier or later than the one before', () => {
    clock.wakeAt(START + 100);
    clock.wakeAt(START + 50);
    real.advance(60);
    assert.deepEqual(wakes, [START + 50]);
    clock.wakeAt(START + 100);
    clock.wakeAt(START + 200);
    real.advance(100);
    assert.equal(wakes.length, 1, 'the deadline at 100 was replaced');
    real.advance(40);
    assert.deepEqual(wakes, [START + 50, START + 200]);
  });

  it('wakes nobody after the deadline was cancelled', () => {
    clock.wakeAt(START + 100);
    clock.wakeAt(undefined);
    real.advance(1000);
    assert.deepEqual(wakes, []);
    assert.equal(clock.nextDeadline, undefined);
  });

  it('keeps one timer, however often the deadline moves away', () => {
    for (let ms = 1; ms <= 1000; ms++) clock.wakeAt(START + ms);
    assert.equal(real.pendingCount, 1);
  });

  it('takes deadlines that are longer away than a timer can wait', () => {
    const inSixtyDays = START + 60 * 86_400_000;
    clock.wakeAt(inSixtyDays);
    real.advance(60 * 86_400_000 - 1);
    assert.deepEqual(wakes, []);
    real.advance(1);
    assert.deepEqual(wakes, [inSixtyDays]);
  });

  it('stops at every deadline on the way of an advance', () => {
    const deadlines = [START + 1000, START + 43_200_000];
    clock.onWake(() => {
      wakes.push(clock.now());
      clock.wakeAt(deadlines[wakes.length]);
    });
    clock.wakeAt(deadlines[0]);
    clock.advance(345_600_000);
    assert.deepEqual(wakes, deadlines);
    assert.equal(clock.now(), START + 345_600_000);
    assert.equal(clock.offsetMs, 345_600_000);
  });

  it('wakes at a later deadline in time after an advance', () => {
    clock.wakeAt(START + 10_000);
    clock.advance(9000);
    assert.deepEqual(wakes, []);
    real.advance(1000);
    assert.deepEqual(wakes, [START + 10_000]);
  });

  it('leaves nothing behind when it is stopped', () => {
    clock.wakeAt(START + 100);
    clock.stop();
    assert.equal(real.pendingCount, 0);
  });
});
