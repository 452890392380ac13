import assert from 'node:assert/strict';
import { RedrawPace } from '../../../extension/queues/tree/redrawPace.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('the pace of the tree', () => {
  /** After what VS Code draws a tree: it waits until nothing changed for so long. */
  const SILENCE_MS = 200;

  /** @param lateMs how long VS Code needs after the silence; undefined: the tree is out of sight */
  function makePace(lateMs: number | undefined) {
    const schedule = new ManualSchedule();
    const askedAt: number[] = [];
    const drawnAt: number[] = [];
    let cancel: () => void = () => undefined;
    const pace = new RedrawPace(schedule.after, () => {
      askedAt.push(schedule.now());
      if (lateMs === undefined) return;
      cancel();
      cancel = schedule.after(SILENCE_MS + lateMs, () => {
        drawnAt.push(schedule.now());
        pace.noteDrawn();
      });
    });
    return { schedule, askedAt, drawnAt, pace };
  }

  for (const lateMs of [0, 50, 2_000]) {
    it(`lets VS Code draw while the queues change without a pause, also when it needs ${lateMs} ms`, () => {
      const { schedule, askedAt, drawnAt, pace } = makePace(lateMs);
      for (let change = 0; change < 1_000; change++) {
        pace.request();
        schedule.advance(10);
      }
      assert.equal(askedAt[0], 0, 'the first one at once');
      assert.ok(askedAt.length - drawnAt.length <= 1, 'each request is drawn');
      assert.ok(drawnAt.length >= Math.floor(10_000 / (SILENCE_MS + lateMs + 100)) - 1, drawnAt.join());
    });
  }

  it('draws the last change, and then rests', () => {
    const { schedule, askedAt, pace } = makePace(0);
    pace.request();
    schedule.advance(10);
    pace.request();
    schedule.advance(10_000);
    assert.equal(askedAt.length, 2);
    assert.equal(schedule.pendingCount, 0);
  });

  it('asks now and then while the tree is out of sight', () => {
    const { schedule, askedAt, pace } = makePace(undefined);
    for (let change = 0; change < 1_600; change++) {
      pace.request();
      schedule.advance(10);
    }
    assert.deepEqual(askedAt, [0, 3_000, 6_000, 9_000, 12_000, 15_000]);
  });

  it('asks for nothing once it is disposed of', () => {
    const { schedule, askedAt, pace } = makePace(0);
    pace.request();
    pace.request();
    pace.dispose();
    schedule.advance(10_000);
    assert.equal(askedAt.length, 1);
  });
});
