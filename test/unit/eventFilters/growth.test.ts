import assert from 'node:assert/strict';
import { MAXIMUM_JSON_DEPTH, readJson } from '../../../broker/eventFilters/jsonText.ts';
import { matchesBody, matchRecord } from '../../support/filterHarness.ts';

const MEBI = 1024 * 1024;

/** A body of so many bytes, of as many small pieces as fit. */
function fill(piece: string, bytes = MEBI): string {
  return `[${Array.from({ length: Math.floor((bytes - 2) / (piece.length + 1)) }, () => piece).join(',')}]`;
}

/** Each case would take minutes, or longer than anyone waits, if it grew with more than the product of both sizes. */
describe('The time of a filter stays short', () => {
  it('for $or in $or, with one field that is missing at the end', () => {
    let pattern: object = { last: [1] };
    for (let level = 0; level < 60; level++)
      pattern = {
        $or: [
          { a: [1], ...pattern },
          { a: [1], b: [{ exists: false }], last: [2] },
        ],
      };
    assert.equal(matchesBody(pattern, { a: 1 }), false);
  });

  it('for many objects with $or beside each other', () => {
    const either = { $or: [{ x: [1] }, { y: [1] }] };
    const names = Array.from({ length: 90 }, (_, index) => `f${index}`);
    const pattern = Object.fromEntries(names.map((name) => [name, either]));
    const body = Object.fromEntries(names.map((name) => [name, { x: 1, y: 1 }]));
    assert.equal(matchesBody(pattern, body), true);
    assert.equal(matchesBody({ ...pattern, missing: [1] }, body), false);
  });

  it('for fields in lists of lists of objects', () => {
    let pattern: unknown = ['none'];
    let body: unknown = 'x';
    for (let level = 0; level < 14; level++) {
      pattern = { a: pattern, b: [{ exists: false }] };
      body = { a: [body, body] };
    }
    assert.equal(matchesBody(pattern, body), false);
  });

  it('for a wildcard of many asterisks', () => {
    const wildcard = `${'*a'.repeat(1000)}*b`;
    assert.equal(matchRecord({ body: 'a'.repeat(MEBI) }, { body: [{ wildcard }] }).matches, false);
  });

  it('for a long text between asterisks', () => {
    for (const text of [
      `b${'a'.repeat(3000)}`,
      `${'a'.repeat(3000)}b`,
      `${'a'.repeat(1500)}b${'a'.repeat(1500)}`,
    ]) {
      const patterns = [{ body: [{ wildcard: `*${text}*` }] }];
      assert.equal(matchRecord({ body: 'a'.repeat(MEBI) }, ...patterns).matches, false);
    }
  });

  it('for as many operators and values as there may be', () => {
    const operators = Array.from({ length: 130 }, (_, index) => ({ numeric: ['=', 1000 + index] }));
    assert.equal(matchesBody({ a: operators }, `{"a":${fill('1')}}`), false);
  });

  it('for absent fields in as many values as there may be', () => {
    const fields = Array.from({ length: 150 }, (_, index) => [`f${index}`, [{ exists: false }]]);
    assert.equal(matchesBody({ a: Object.fromEntries(fields) }, `{"a":${fill('1')}}`), true);
  });
});

describe('Reading a body as JSON', () => {
  it(`goes ${MAXIMUM_JSON_DEPTH} levels deep, and no deeper`, () => {
    const nest = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.equal(readJson(nest(MAXIMUM_JSON_DEPTH)).ok, true);
    assert.equal(readJson(nest(MAXIMUM_JSON_DEPTH + 1)).ok, false);
    assert.equal(readJson('['.repeat(MEBI)).ok, false);
  });

  it('accepts a number of any length', () => {
    assert.equal(readJson('1'.repeat(8 * MEBI)).ok, true);
  });

  it('keeps what has a name that is kept, in objects that are kept', () => {
    const read = readJson('{"a":{"b":1,"c":[2,{"b":3}]},"c":{"a":4},"b":[5]}', new Set(['a', 'b']));
    assert.ok(read.ok && read.value instanceof Map);
    assert.deepEqual([...read.value.keys()], ['a', 'b']);
    const inner = read.value.get('a');
    assert.ok(inner instanceof Map);
    assert.deepEqual([...inner.keys()], ['b']);
  });

  it('rejects what is wrong in values that are not kept', () => {
    for (const wrong of ['[1,]', '{"x":}', '"\\x"', '01', 'tru', '"\u0001"', '{"x" 1}', '"\\u12g4"']) {
      assert.equal(readJson(`{"c":${wrong}}`, new Set(['a'])).ok, false, wrong);
    }
  });
});
