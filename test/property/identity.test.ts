import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type IdentityKey,
  decodeReceiptHandle,
  encodeReceiptHandle,
  messageIdOf,
} from '../../broker/engine/base/identity.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });
const key: fc.Arbitrary<IdentityKey> = fc.tuple(word, word, word, word);
const messageNumber = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const claim = fc.record({ queueNumber: word, messageNumber, receiveCount: word });

describe('message ids and receipt handles', () => {
  it('gives different messages different UUIDs', () => {
    fc.assert(
      fc.property(key, messageNumber, messageNumber, (identity, one, other) => {
        const id = messageIdOf(identity, one);
        assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.equal(id === messageIdOf(identity, other), one === other);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads back what a handle says', () => {
    fc.assert(
      fc.property(key, claim, (identity, said) => {
        assert.deepEqual(decodeReceiptHandle(identity, encodeReceiptHandle(identity, said)), { ...said });
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses any text that is not a handle of this broker', () => {
    fc.assert(
      fc.property(key, claim, fc.nat(), fc.string(), (identity, said, place, garbage) => {
        const handle = encodeReceiptHandle(identity, said);
        const at = 4 + (place % (handle.length - 5));
        const letter = handle[at] === 'A' ? 'B' : 'A';
        assert.equal(
          decodeReceiptHandle(identity, handle.slice(0, at) + letter + handle.slice(at + 1)),
          undefined,
        );
        assert.equal(decodeReceiptHandle(identity, garbage), undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
