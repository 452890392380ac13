import assert from 'node:assert/strict';
import { Slice, SLICE_STEPS } from '../../../broker/eventFilters/slices.ts';
import { matchInSlices } from '../../support/filterHarness.ts';

const MEBI = 1024 * 1024;
/** A long text is looked at in one piece: so many steps. */
const LONG_TEXT_STEPS = MEBI / 8;

/** A list of 1 MiB, of as many pieces as fit. */
function fill(piece: string): string {
  return `[${Array.from({ length: Math.floor((MEBI - 8) / (piece.length + 1)) }, () => piece).join(',')}]`;
}
function repeat<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('The filters of a message of 1 MiB are asked in slices', () => {
  const cases: readonly {
    readonly what: string;
    readonly pattern: object;
    readonly body: string;
    /** What all of it takes at least, in steps. */
    readonly steps: number;
    readonly longestPiece: number;
  }[] = [
    {
      what: 'with a number, by 130 operators',
      pattern: { body: { a: repeat(130, (index) => ({ numeric: ['=', 1000 + index] })) } },
      body: `{"a":${fill('1')}}`,
      steps: 500_000 * 130,
      longestPiece: 150,
    },
    {
      what: 'with short texts, by 20 operators in one',
      pattern: { body: { a: [{ 'anything-but': { prefix: repeat(20, (index) => `a${index}`) } }, 'x'] } },
      body: `{"a":${fill('"a1"')}}`,
      steps: 200_000 * 20,
      longestPiece: 150,
    },
    {
      what: 'with one long text, by 20 operators',
      pattern: { body: repeat(20, (index) => ({ wildcard: `*b${index}*` })) },
      body: 'a'.repeat(MEBI),
      steps: 20 * LONG_TEXT_STEPS,
      longestPiece: LONG_TEXT_STEPS + 1,
    },
    {
      what: 'with one long text, by 20 operators in one',
      pattern: {
        body: [{ 'anything-but': { wildcard: [...repeat(19, (index) => `*b${index}*`), 'a*'] } }],
      },
      body: 'a'.repeat(MEBI),
      steps: 20 * LONG_TEXT_STEPS,
      longestPiece: LONG_TEXT_STEPS + 1,
    },
    {
      what: 'with objects, by their fields',
      pattern: { body: { a: { b: [1], c: [2] } } },
      body: `{"a":${fill('{}')}}`,
      steps: 300_000 * 20,
      longestPiece: 50,
    },
    {
      what: 'with lists in a list',
      pattern: { body: { a: [1] } },
      body: `{"a":${fill('[]')}}`,
      steps: 300_000 * 20,
      longestPiece: 50,
    },
    {
      what: 'that are only read',
      pattern: { body: { b: [1] } },
      body: `{"a":${fill('1')}}`,
      steps: 500_000 * 10,
      longestPiece: 50,
    },
  ];
  for (const { what, pattern, body, steps: least, longestPiece } of cases) {
    it(what, () => {
      const slice = new Slice();
      const matching = matchInSlices(slice, { body }, pattern);
      let total = 0;
      let longest = 0;
      for (let isOver = false; !isOver; ) {
        slice.restart();
        const next = matching.next();
        isOver = next.done === true;
        if (next.done === true) assert.equal(next.value.matches, false);
        total += slice.steps;
        longest = Math.max(longest, slice.steps);
      }
      assert.ok(total >= least, `${total} steps`);
      assert.ok(longest <= SLICE_STEPS + longestPiece, `${longest} steps in one slice`);
    });
  }
});
