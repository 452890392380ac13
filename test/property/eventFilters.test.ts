import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { JsonNumber, type JsonValue, readJson } from '../../broker/eventFilters/jsonText.ts';
import { matchesWildcard, readWildcard } from '../../broker/eventFilters/wildcard.ts';
import { Slice } from '../../broker/eventFilters/slices.ts';
import { matchesBody, matchInSlices, matchRecord } from '../support/filterHarness.ts';
import {
  type EventValue,
  matchPlainly,
  type PatternObject,
  type PatternValue,
  writeEvent,
  writePattern,
} from '../support/plainFilter.ts';

const NUMBERS = ['1', '1.0', '10e-1', '2', '-2'];
const TEXTS = ['', 'a', 'A', 'ab', 'ba', 'aXb'];

const scalar: fc.Arbitrary<EventValue> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...NUMBERS).map((number) => ({ number })),
  fc.constantFrom(true, false, null),
);

/** Few names, so that patterns and bodies meet. */
const { event } = fc.letrec<{ event: EventValue; object: EventValue }>((tie) => ({
  event: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('event'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('event'), { maxKeys: 3 })
    .map((fields) => ({ fields: Object.entries(fields) })),
}));
const body = fc.oneof(
  fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), event, { maxKeys: 4 })
    .map((fields): EventValue => ({ fields: Object.entries(fields) })),
  fc.array(event, { maxLength: 3 }),
);

const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(...NUMBERS);
const patternValue: fc.Arbitrary<PatternValue> = fc.oneof(
  text.map((equals): PatternValue => ({ equals })),
  number.map((each): PatternValue => ({ equals: { number: each } })),
  fc.constantFrom(true, false, null).map((equals): PatternValue => ({ equals })),
  fc.boolean().map((exists): PatternValue => ({ exists })),
  fc
    .constantFrom('prefix', 'suffix', 'equals-ignore-case')
    .chain((operator) => text.map((operand): PatternValue => ({ operator, operand }))),
  fc
    .constantFrom('a*', '*b', 'a*b', '*X*')
    .map((operand): PatternValue => ({ operator: 'wildcard', operand })),
  fc.array(text, { minLength: 1, maxLength: 2 }).map((but): PatternValue => ({ but })),
  number.map((each): PatternValue => ({ but: [{ number: each }] })),
  fc
    .constantFrom('=', '<', '<=', '>', '>=')
    .chain((comparison) => number.map((bound): PatternValue => ({ comparison, bound }))),
);
const values = fc.array(patternValue, { minLength: 1, maxLength: 2 }).map((list) => ({ list }));

const NAMES = ['a', 'b'] as const;
/** Of fields that are both in `$or` and beside it, a filter says something else: docs/differences.md. */
const OR_NAMES = ['c', 'd'] as const;

/** Patterns of so many levels; the innermost has values only. */
function patternOf(levels: number): fc.Arbitrary<PatternObject> {
  const field = levels === 1 ? values : fc.oneof(values, patternOf(levels - 1));
  const fieldsOf = (names: readonly string[]) =>
    fc
      .dictionary(fc.constantFrom(...names), field, { minKeys: 1, maxKeys: 2 })
      .map((fields) => Object.entries(fields));
  const or: fc.Arbitrary<PatternObject[]> = fc.array(
    fieldsOf(OR_NAMES).map((fields) => ({ fields, or: [] })),
    { minLength: 2, maxLength: 2 },
  );
  return fc.record({ fields: fieldsOf(NAMES), or: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, or) });
}

describe('filters of any patterns', () => {
  it('match the bodies that a plain evaluator matches', () => {
    const counts = { hits: 0, misses: 0 };
    fc.assert(
      fc.property(patternOf(3), body, (eachPattern, eachBody) => {
        const expected = matchPlainly(eachPattern, eachBody);
        counts[expected ? 'hits' : 'misses'] += 1;
        assert.equal(matchesBody(writePattern(eachPattern), writeEvent(eachBody)), expected);
      }),
      { numRuns: 4000 },
    );
    assert.ok(counts.hits > 200 && counts.misses > 200, JSON.stringify(counts));
  });

  it('match the texts that a regular expression of their wildcards matches', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', '\\*', '\\\\', '*'), { maxLength: 8 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab*\\]{0,10}$/), (wildcard, candidate) => {
        const read = readWildcard(wildcard);
        const isInvalid = /^(?:[^\\*]|\\.|\*(?!\*))*\*\*/.test(wildcard);
        assert.equal(read === undefined, isInvalid);
        if (read === undefined) return;
        const source = wildcard.replaceAll(/\\(.)|\*/g, (all, escaped: string | undefined) =>
          all === '*' ? '[^]*' : `\\${escaped ?? ''}`,
        );
        assert.equal(matchesWildcard(candidate, read), new RegExp(`^${source}$`).test(candidate));
      }),
      { numRuns: 5000 },
    );
  });
});

/** What `JSON.parse` makes of the text. */
function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.value;
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, each]) => [name, toPlain(each)]));
  return Array.isArray(value) ? value.map((each: JsonValue) => toPlain(each)) : value;
}

function parse(json: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return undefined;
  }
}

const PIECE = fc.constantFrom(
  ...'[]{},:"1-0.eE é\n\t\u0001\u00a0\\tnu'.split(''),
  'true',
  'null',
  '"a":',
  '"\\u00e9"',
  '1e5',
  '-0.5',
);

describe('filters that are asked in slices', () => {
  it('say the same as at once, wherever the slices end', () => {
    const check = (pattern: PatternObject, value: EventValue, steps: number): void => {
      const filter = `{"body":${writePattern(pattern)}}`;
      const record = { body: writeEvent(value) };
      const slice = new Slice(steps);
      const matching = matchInSlices(slice, record, filter);
      let next = matching.next();
      for (; next.done !== true; next = matching.next()) slice.restart();
      assert.deepEqual(next.value, matchRecord(record, filter));
    };
    fc.assert(fc.property(patternOf(3), body, fc.integer({ min: 1, max: 100 }), check), { numRuns: 3000 });
  });
});

describe('reading JSON for filters', () => {
  it('accepts what JSON.parse accepts, with the same values', () => {
    const check = (json: string): void => {
      const read = readJson(json);
      const expected = parse(json);
      assert.equal(read.ok, expected !== undefined, json);
      if (read.ok) assert.deepEqual(toPlain(read.value), expected?.value);
    };
    fc.assert(fc.property(fc.json(), check), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.array(PIECE, { maxLength: 12 }), (pieces) => check(pieces.join(''))),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.json(), fc.nat(), PIECE, (json, place, piece) => {
        const at = place % (json.length + 1);
        check(json.slice(0, at) + piece + json.slice(at + 1));
      }),
      { numRuns: 5000 },
    );
  });
});
