import assert from 'node:assert/strict';
import { createRandomHex } from '../../../broker/calls/randomHex.ts';

describe('Random hexadecimal digits', () => {
  it('are two for each byte, and never the same ones again, also when the pool is filled again', () => {
    const all = Array.from({ length: 2000 }, () => createRandomHex(12));
    assert.ok(all.every((each) => /^[\da-f]{24}$/.test(each)));
    assert.equal(new Set(all).size, all.length);
  });

  it('can be as many as the pool has', () => {
    createRandomHex(1);
    assert.match(createRandomHex(4096), /^[\da-f]{8192}$/);
  });
});
