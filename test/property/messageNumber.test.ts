import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { type IdentityKey, messageIdOf, messageNumberOf } from '../../broker/engine/base/identity.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const key: fc.Arbitrary<IdentityKey> = fc.tuple(word, word, word, word);

describe('messageNumberOf', () => {
  it('reads the number that an id was computed from', () => {
    fc.assert(
      fc.property(key, fc.maxSafeNat(), (key, number) => {
        assert.equal(messageNumberOf(key, messageIdOf(key, number)), number);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows no number for ids of others', () => {
    fc.assert(
      fc.property(key, fc.uuid({ version: 4 }), (key, id) => {
        assert.equal(messageNumberOf(key, id), undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
