import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { JsonLayout, type LaidOut } from '../../broker/protocol/jsonLayout.ts';

function layOut(text: string): LaidOut {
  const layout = new JsonLayout(text);
  while (layout.outcome === undefined) layout.step();
  return layout.outcome;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JSON laid out for reading', () => {
  it('is what JSON.stringify would write, for values that it can hold', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const laidOut = layOut(text);
        assert.deepEqual(laidOut, { kind: 'done', text: JSON.stringify(JSON.parse(text), undefined, 2) });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same again when it is laid out again', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const once = layOut(text);
        assert.ok(once.kind === 'done');
        assert.deepEqual(layOut(once.text), once);
      }),
    );
  });

  it('takes for JSON what JSON.parse takes', () => {
    const piece = fc.constantFrom(
      ...'{}[]:, \n"\\u0041ab.-+eE1'.split(''),
      '"a"',
      '12',
      'true',
      'null',
      '\\"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        assert.equal(layOut(text).kind === 'done', isJson(text), text);
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes for JSON what JSON.parse takes, after one character was changed', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom(...'{}[]:,"\\0e-. x'.split('')),
        (text, place, character) => {
          const at = place % text.length;
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          assert.equal(layOut(changed).kind === 'done', isJson(changed), changed);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
