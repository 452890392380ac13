import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visit } from 'jsonc-parser';
import { describe, it } from 'mocha';
import { findTooDeep } from '../../broker/calls/jsonBounds.ts';

/** Pieces of JSON with comments that make all the trouble there is: nothing matches anything. */
const PIECE = fc.constantFrom(
  ...'[]{},:"1é \n\r\\/*'.split(''),
  '"a":',
  '"\\u"',
  '\\u0041',
  '//',
  '/*',
  '*/',
);

/** How deep the parser goes, which calls itself for each level. */
function measureDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  const enter = () => {
    deepest = Math.max(deepest, ++depth);
  };
  const leave = () => {
    depth--;
  };
  visit(
    text,
    { onObjectBegin: enter, onArrayBegin: enter, onObjectEnd: leave, onArrayEnd: leave },
    { allowTrailingComma: true },
  );
  return deepest;
}

describe('The look at how deep a text of JSON is nested', () => {
  it('finds every text in which the parser goes deeper than it may', () => {
    fc.assert(
      fc.property(fc.array(PIECE, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const depth = measureDepth(text);
        if (depth > 0) assert.notEqual(findTooDeep(text, depth - 1), undefined);
      }),
      { numRuns: 5000 },
    );
  });

  it('finds the first bracket that is one too many, and none in a text that is as deep as it may be', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const depth = measureDepth(text);
        assert.equal(findTooDeep(text, depth), undefined);
        if (depth === 0) return;
        const offset = findTooDeep(text, depth - 1) ?? assert.fail();
        assert.equal(measureDepth(text.slice(0, offset)), depth - 1);
        assert.equal(measureDepth(text.slice(0, offset + 1)), depth);
      }),
    );
  });
});
