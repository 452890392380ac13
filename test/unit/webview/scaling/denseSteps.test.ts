import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findDenseRuns } from '../../../../webview/scaling/denseSteps.ts';

/** A line that goes to 5 and back to 2, from a place until another one. */
function flap(fromPx: number, toPx: number, everyPx: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.floor((toPx - fromPx) / everyPx) }, (_, index) => [
    fromPx + index * everyPx,
    index % 2 === 0 ? 5 : 2,
  ]);
}

function find(points: readonly (readonly [place: number, value: number | null])[]) {
  const runs = findDenseRuns(
    points.map(([place]) => place),
    points.map(([, value]) => value),
  );
  return runs.map(({ columns }) => ({
    from: columns[0]?.fromPx,
    to: columns.at(-1)?.toPx,
    ranges: [...new Set(columns.map(({ low, high }) => `${low} to ${high}`))],
  }));
}

describe('steps of a line that are too close to be told apart', () => {
  it('are found where there are several in a few px, with the lowest and the highest value', () => {
    assert.deepEqual(find([[0, 2], ...flap(80, 160, 2), [160, 2], [400, 3]]), [
      { from: 80, to: 160, ranges: ['2 to 5'] },
    ]);
  });

  it('are not found in what a reader can tell apart', () => {
    const cases: Readonly<Record<string, Parameters<typeof find>[0]>> = {
      'a line that does not change': [
        [0, 2],
        [1, 2],
        [2, 2],
        [3, 2],
      ],
      'a step each 8 px': flap(0, 400, 8),
      'one peak': [
        [0, 2],
        [100, 5],
        [101, 2],
      ],
      'no values': [
        [0, null],
        [1, null],
      ],
      'no points': [],
    };
    for (const [name, points] of Object.entries(cases)) assert.deepEqual(find(points), [], name);
  });

  it('are several pieces where the line holds its value between them', () => {
    const pieces = find([...flap(0, 80, 2), ...flap(240, 320, 2)]);
    assert.deepEqual(
      pieces.map(({ from, to }) => [from, to]),
      [
        [0, 80],
        [240, 320],
      ],
    );
  });
});
