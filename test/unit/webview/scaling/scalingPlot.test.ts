import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { groupDecisions, directionOf, findGroup } from '../../../../webview/scaling/decisionMarks.ts';
import { listLaneTicks, placeLanes, rangeOfLane } from '../../../../webview/scaling/lanes.ts';
import { LINE_KEYS, listLanes } from '../../../../webview/scaling/scalingLines.ts';
import {
  findNearest,
  findNewest,
  isEmpty,
  listDecisions,
  makeScalingPlot,
  readValue,
} from '../../../../webview/scaling/scalingPlot.ts';
import { listFileRows, listPointRows } from '../../../../webview/scaling/scalingTables.ts';
import { SAMPLE_NOW } from '../../../support/metricsSamples.ts';
import {
  makeDecision,
  makeFlapping,
  makeScalingReading,
  makeStory,
} from '../../../support/scalingSamples.ts';

/** 10 s of points, each of 1 s. */
const FROM = SAMPLE_NOW - 10_000;
const at = (seconds: number) => FROM + seconds * 1_000;
const RUNNING = LINE_KEYS.indexOf('running');

function plotOf(
  visible: readonly (number | null)[],
  ...capacity: readonly (readonly [seconds: number, running: number])[]
) {
  const reading = makeScalingReading(
    visible.map(() => [0, 0, 0]),
    [],
    10,
  );
  const [first, ...others] = reading.lines;
  assert.ok(first);
  return makeScalingPlot(
    { ...reading, lines: [{ ...first, values: visible }, ...others] },
    {
      decisions: [],
      capacity: capacity.map(([seconds, running]) => ({
        at: at(seconds),
        desired: running,
        running,
        inService: running,
      })),
    },
  );
}

describe('the points of the scaling panel', () => {
  it('are those of the queue by period, and those of the pool when they changed, over the same times', () => {
    const plot = plotOf([5, 6, 7, 8, 9, 9, 9, 9, 9, 9], [-3, 1], [2.5, 2]);
    assert.deepEqual(
      plot.times.map((time) => (time - FROM) / 1_000),
      [0, 1, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.deepEqual(plot.values[0]?.slice(0, 5), [5, 6, 7, undefined, 8]);
    assert.deepEqual(plot.values[RUNNING]?.slice(0, 5), [1, 1, 1, 2, 2]);
    assert.equal(plot.values[RUNNING]?.at(-1), 2, 'a number of processes holds until now');
  });

  it('have a gap where the queue has none, also beside a change of the pool', () => {
    const plot = plotOf([5, null, 7, 8, 9, 9, 9, 9, 9, null], [0.5, 1]);
    assert.deepEqual(plot.values[0]?.slice(0, 4), [5, null, null, 7]);
    assert.deepEqual(plot.values[RUNNING]?.slice(0, 3), [null, 1, 1], 'before its first, the pool has none');
  });

  it('are read where a change of the pool is, as the line shows them', () => {
    const plot = plotOf([5, 6, 7, 8, 9, 9, 9, 9, 9, 9], [2.5, 2]);
    assert.equal(readValue(plot, 0, 3), 7);
    assert.equal(readValue(plot, RUNNING, 3), 2);
    assert.equal(readValue(plot, RUNNING, 0), null);
    assert.equal(findNewest(plot), plot.times.length - 2);
  });

  it('are nothing to draw without any', () => {
    const nothing = makeScalingPlot(makeScalingReading([], [], 10), { decisions: [], capacity: [] });
    assert.equal(isEmpty(nothing), true);
    assert.equal(findNewest(nothing), undefined);
    assert.equal(isEmpty(plotOf([], [-1, 0])), false);
  });

  it('are all in the file, with each decision at its own time', () => {
    const { reading, history } = makeFlapping();
    const [head, ...rows] = listFileRows(makeScalingPlot(reading, history));
    assert.deepEqual(head?.slice(0, 2), ['Time', 'ApproximateNumberOfMessagesVisible']);
    const decided = rows.filter((row) => row.at(-1) !== '');
    assert.equal(decided.length, 500);
    assert.deepEqual(decided[0]?.slice(-4, -1), ['5', '2', 'step']);
    assert.deepEqual(
      rows.map(([time = '']) => time),
      rows.map(([time = '']) => time).toSorted(),
    );
    assert.ok(rows.every((row) => row.length === head?.length));
  });

  it('are in the table, the newest first', () => {
    const { reading, history } = makeStory();
    const plot = makeScalingPlot(reading, history);
    const { rows, hiddenCount } = listPointRows(plot, 3);
    assert.deepEqual(
      rows.map(({ time }) => time),
      plot.times.slice(-3).toReversed(),
    );
    assert.equal(hiddenCount, plot.times.length - 3);
  });

  it('are found by their time', () => {
    assert.equal(findNearest([10, 20, 30], 14), 0);
    assert.equal(findNearest([10, 20, 30], 16), 1);
    assert.equal(findNearest([10, 20, 30], 5), 0);
    assert.equal(findNearest([10, 20, 30], 99), 2);
  });

  it('have the decisions of a stretch of time', () => {
    const decisions = [1, 2, 3].map((seconds) => makeDecision(at(seconds), 1, 2, 0));
    const plot = makeScalingPlot(makeScalingReading([], [], 10), { decisions, capacity: [] });
    assert.deepEqual(listDecisions(plot, { from: at(2), to: at(3) }), decisions.slice(1));
  });
});

const INCREMENTS = [1, 2, 5, 10, 20, 50, 100];

describe('the lanes of the scaling chart', () => {
  it('are those with a line that is shown', () => {
    assert.deepEqual(listLanes([]), ['messages', 'age', 'processes']);
    assert.deepEqual(listLanes(['age', 'visible']), ['messages', 'processes']);
    assert.deepEqual(listLanes(LINE_KEYS), []);
  });

  it('are one below the other, and have 0 at their bottom and the highest value in their upper half', () => {
    const heightPx = 400;
    const lanes = placeLanes(['messages', 'age', 'processes'], heightPx);
    assert.equal(lanes.at(-1)?.bottomPx, heightPx);
    lanes.forEach((lane, place) => {
      assert.ok(lane.topPx > (lanes[place - 1]?.bottomPx ?? 0));
      const [low, high] = rangeOfLane(lane, heightPx, 50, INCREMENTS);
      const toPx = (value: number) => ((high - value) / (high - low)) * heightPx;
      assert.ok(Math.abs(toPx(0) - lane.bottomPx) < 1e-6);
      assert.ok(toPx(50) > lane.topPx - 1e-6 && toPx(50) < (lane.topPx + lane.bottomPx) / 2);
    });
  });

  it('have a height without any value', () => {
    const [lane] = placeLanes(['processes'], 100);
    assert.ok(lane);
    for (const highest of [null, 0]) {
      const [low, high] = rangeOfLane(lane, 100, highest, INCREMENTS);
      assert.ok(low <= 0 && high >= 1);
    }
  });

  it('have marks that are not too close, never just the 0, and one that is not below the highest value', () => {
    // [highest value, height in px, marks]
    for (const [highest, heightPx, marks] of [
      [100, 100, [0, 50, 100]],
      [101, 100, [0, 50, 100, 150]],
      [362, 130, [0, 100, 200, 300, 400]],
      [4, 36, [0, 2, 4]],
      [4, 35, [0, 5]],
      [1, 20, [0, 1]],
      [0, 20, [0, 1]],
    ] as const) {
      const lane = { name: 'processes', topPx: 0, bottomPx: heightPx } as const;
      const [, top] = rangeOfLane(lane, heightPx, highest, INCREMENTS);
      assert.deepEqual(listLaneTicks(top, heightPx, INCREMENTS), marks, `${highest} in ${heightPx} px`);
    }
  });
});

describe('the marks of decisions', () => {
  const decisions = [0, 1, 2, 60].map((seconds) => makeDecision(at(seconds), seconds === 1 ? 3 : 1, 2, 0));

  it('are one for those that would lie over each other', () => {
    const groups = groupDecisions(decisions, (time) => (time - FROM) / 500);
    assert.deepEqual(
      groups.map(({ x, decisions: all }) => [x, all.length]),
      [
        [0, 3],
        [120, 1],
      ],
    );
    assert.deepEqual(groups.map(directionOf), ['both', 'out']);
    assert.equal(findGroup(groups, 118), groups[1]);
    assert.equal(findGroup(groups, 60), undefined);
  });

  it('are each their own once there is room', () => {
    const groups = groupDecisions(decisions, (time) => (time - FROM) / 50);
    assert.equal(groups.length, 4);
    assert.deepEqual(groups.map(directionOf), ['out', 'in', 'out', 'out']);
  });
});
