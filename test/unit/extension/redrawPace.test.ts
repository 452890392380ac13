import assert from 'node:assert/strict';
import { RedrawPace } from '../../../extension/queues/tree/redrawPace.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('the pace of the tree', () => {
  /** After what VS Code draws a tree: it waits until nothing changed for so long. */
  const SILENCE_MS = 200;

  function makePace() {
    const schedule = new ManualSchedule();
    const drawnAt: number[] = [];
    const pace = new RedrawPace(schedule.after, () => drawnAt.push(schedule.now()));
    return { schedule, drawnAt, pace };
  }

  it('leaves VS Code time to draw while a program creates queues without a pause', () => {
    const { schedule, drawnAt, pace } = makePace();
    for (let change = 0; change < 200; change++) {
      pace.request();
      schedule.advance(10);
    }
    assert.equal(drawnAt[0], 0, 'the first one at once');
    for (const [index, at] of drawnAt.entries())
      if (index > 0) assert.ok(at - (drawnAt[index - 1] ?? 0) > 2 * SILENCE_MS, drawnAt.join());
    assert.ok(drawnAt.length >= 4);
  });

  it('draws the last change, and then rests', () => {
    const { schedule, drawnAt, pace } = makePace();
    pace.request();
    schedule.advance(10);
    pace.request();
    schedule.advance(10_000);
    assert.equal(drawnAt.length, 2);
    assert.equal(schedule.pendingCount, 0);
  });

  it('draws nothing once it is disposed of', () => {
    const { schedule, drawnAt, pace } = makePace();
    pace.request();
    pace.request();
    pace.dispose();
    schedule.advance(10_000);
    assert.equal(drawnAt.length, 1);
  });
});
