import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import { listAxisBreaks, listAxisTicks } from '../../../../webview/trace/lanes/axisTicks.ts';
import { ClockLine } from '../../../../webview/trace/log/clockLine.ts';

const START = new Date(2026, 7, 3, 12, 0, 0).getTime();
const DAY = 86_400_000;

type Step = Omit<TraceEvent, 'sequence'>;

function makeLine(steps: readonly Step[]): { readonly line: ClockLine; readonly moments: number[] } {
  const line = new ClockLine();
  const moments = steps.map((step, index) => line.follow({ ...step, sequence: index + 1 }, index));
  return { line, moments };
}

/** A message of four days, a jump to its end, and back to real time a minute later. */
const JUMP_AND_BACK: readonly Step[] = [
  { kind: 'sent', at: START },
  { kind: 'retentionExpired', at: START + 4 * DAY },
  { kind: 'clockAdvanced', at: START + 60_000 + 4 * DAY, movedMs: 4 * DAY },
  { kind: 'sent', at: START + 120_000 + 4 * DAY },
  { kind: 'clockAdvanced', at: START + 180_000, movedMs: -4 * DAY, isReset: true },
  { kind: 'sent', at: START + 240_000 },
];

describe('the line of the broker’s times', () => {
  const { line, moments } = makeLine(JUMP_AND_BACK);

  it('only rises, and a jump is one place in real time', () => {
    const places = moments.map((moment) => (line.place(moment) - START) / 60_000);
    assert.deepEqual(places, [0, 1, 1, 2, 3, 4]);
    assert.deepEqual(
      moments.map((moment) => moment - START),
      [0, 4 * DAY, 4 * DAY + 60_000, 4 * DAY + 120_000, 4 * DAY + 180_000, 4 * DAY + 240_000],
    );
    assert.deepEqual(line.breaks, [
      { place: START + 60_000, movedMs: 4 * DAY, isReset: false },
      { place: START + 180_000, movedMs: -4 * DAY, isReset: true },
    ]);
  });

  it('returns the time of the clock, at every moment and place', () => {
    JUMP_AND_BACK.forEach(({ at }, index) => {
      assert.equal(line.clockTime(moments[index] ?? 0), at);
      assert.equal(line.momentOf(at, index), moments[index]);
    });
    assert.equal(line.clockTimeAt(START + 30_000), START + 30_000);
    assert.equal(
      line.clockTimeAt(START + 60_000),
      START + 60_000 + 4 * DAY,
      'at a break, what it said after',
    );
    assert.equal(line.clockTimeAt(START + 200_000), START + 200_000, 'real time again');
    assert.equal(line.present(START + 300_000), START + 300_000 + 4 * DAY);
    assert.equal(line.findMoment(START + 30_000), START + 30_000);
    assert.equal(line.findMoment(START + 240_000), moments[5]);
    for (let place = START - 1_000; place < START + 400_000; place += 7_000)
      assert.equal(line.place(line.momentAt(place)), place);
  });

  it('continues over a broker whose clock says less than the one before', () => {
    const { moments: over, line: restarted } = makeLine([
      { kind: 'sent', at: START + DAY },
      { kind: 'queueCreated', at: START },
      { kind: 'sent', at: START + 5_000 },
    ]);
    assert.deepEqual(
      over.map((moment) => moment - START),
      [DAY, DAY, DAY + 5_000],
    );
    assert.equal(restarted.clockTime(over[2] ?? 0), START + 5_000);
  });

  it('continues over a new run whose clock was not moved, by however little, before its first event', () => {
    const { line: restarted } = makeLine([{ kind: 'sent', at: START + 45_000 }]);
    restarted.startRun();
    assert.equal(restarted.tell(START + 2_000, 1), START + 45_000);
    assert.equal(restarted.present(START + 3_000), START + 46_000);
    assert.equal(restarted.clockTime(START + 46_000), START + 3_000);
    assert.deepEqual(restarted.breaks, [{ place: START + 45_000, movedMs: -43_000, isReset: true }]);
  });

  it('is not turned back by a deadline that was noticed late', () => {
    const { line: late } = makeLine([
      { kind: 'sent', at: START },
      { kind: 'received', at: START + 40_000 },
      { kind: 'expired', at: START + 30_000 },
    ]);
    assert.deepEqual(late.breaks, []);
  });

  it('has round marks by the clock, with the day where it is another one, and marks where it was moved', () => {
    const window = { from: START, to: START + 300_000 };
    assert.deepEqual(
      listAxisTicks(line, window, 6).map(({ place, day, label }) => [(place - START) / 1000, day, label]),
      [
        [0, 'Aug 3', '12:00'],
        [60, 'Aug 7', '12:01'],
        [120, 'Aug 7', '12:02'],
        [180, 'Aug 3', '12:03'],
        [240, 'Aug 3', '12:04'],
        [300, 'Aug 3', '12:05'],
      ],
    );
    assert.deepEqual(
      listAxisBreaks(line, window).map(({ label }) => label),
      ['+4 d · Aug 7', '−4 d · Aug 3'],
    );
  });
});
