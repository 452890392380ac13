import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseLabels } from '../../../webview/shared/labels.ts';
import { listLocalMarks } from '../../../webview/shared/plotTimeAxis.ts';

/** A character is 1 px wide, and labels begin at their marks. */
const spanOf = ({ at }: { readonly at: number }, label: string) => ({ from: at, to: at + label.length });

describe('the labels of a time axis', () => {
  const marks = [
    { at: 0, day: 'Aug 3', label: '14:02:08' },
    { at: 30, day: 'Aug 3', label: '14:02:12' },
    { at: 60, day: 'Aug 7', label: '14:02:16' },
    { at: 90, day: 'Aug 7', label: '14:02:20' },
  ];
  const choose = (room: { from: number; to: number }, written: Parameters<typeof chooseLabels>[3] = []) =>
    chooseLabels(marks, room, spanOf, written).map(({ label }) => label);

  it('show the day once, at its first mark', () => {
    assert.deepEqual(choose({ from: 0, to: 200 }), [
      'Aug 3, 14:02:08',
      '14:02:12',
      'Aug 7, 14:02:16',
      '14:02:20',
    ]);
  });

  it('do not lose the day with the mark that has no room', () => {
    assert.deepEqual(choose({ from: 1, to: 200 }), ['Aug 3, 14:02:12', 'Aug 7, 14:02:16', '14:02:20']);
    assert.deepEqual(choose({ from: 0, to: 200 }, [{ from: 55, to: 70 }]), [
      'Aug 3, 14:02:08',
      '14:02:12',
      'Aug 7, 14:02:20',
    ]);
  });

  it('never show a time of another day without it', () => {
    assert.deepEqual(choose({ from: 0, to: 74 }), ['Aug 3, 14:02:08', '14:02:12']);
  });

  it('leave a time out rather than the only one of the next day', () => {
    // The second time would be too near to the third with its day.
    const close = [
      { at: 0, day: 'Aug 3', label: '14:02:08' },
      { at: 30, day: 'Aug 3', label: '14:02:12' },
      { at: 40, day: 'Aug 7', label: '14:02:16' },
    ];
    const labels = chooseLabels(close, { from: 0, to: 60 }, spanOf).map(({ label }) => label);
    assert.deepEqual(labels, ['Aug 3, 14:02:08', 'Aug 7, 14:02:16']);
  });

  it('show the day again after a clock that was set back', () => {
    const back = [...marks, { at: 120, day: 'Aug 3', label: '14:02:24' }];
    const labels = chooseLabels(back, { from: 0, to: 200 }, spanOf).map(({ label }) => label);
    assert.equal(labels.at(-1), 'Aug 3, 14:02:24');
  });

  it('leave the day out that is written just before them', () => {
    const near = choose({ from: 0, to: 200 }, [{ from: 46, to: 53, day: 'Aug 7' }]);
    assert.deepEqual(near, ['Aug 3, 14:02:08', '14:02:12', '14:02:16', '14:02:20']);
  });
});

describe('an axis by the clock of this machine', () => {
  const from = new Date(2026, 7, 3, 14, 2, 12).getTime();

  it('has marks that are as far apart as their labels say', () => {
    for (const [lengthMs, labels] of [
      [12_000, ['14:02:15', '14:02:20']],
      [2_000, ['14:02:12.000', '14:02:12.500', '14:02:13.000', '14:02:13.500', '14:02:14.000']],
    ] as const) {
      const marks = listLocalMarks({ from, to: from + lengthMs }, 5);
      assert.deepEqual(
        marks.map(({ label }) => label),
        labels,
      );
      const told = marks.map(({ time }) => new Date(time).getMilliseconds());
      if (lengthMs === 12_000) assert.deepEqual(new Set(told), new Set([0]), 'no half seconds');
    }
  });

  it('shows the day on both sides of midnight', () => {
    const midnight = new Date(2026, 7, 4).getTime();
    const marks = listLocalMarks({ from: midnight - 4_000, to: midnight + 4_000 }, 5);
    assert.deepEqual(
      marks.map(({ day }) => day),
      ['Aug 3', 'Aug 3', 'Aug 4', 'Aug 4', 'Aug 4'],
    );
  });
});
