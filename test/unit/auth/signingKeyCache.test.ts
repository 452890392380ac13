import assert from 'node:assert/strict';
import { deriveSigningKey, SigningKeyCache } from '../../../broker/auth/signingKey.ts';

describe('the cache of signing keys', () => {
  it('keeps no more keys than it may', () => {
    const cache = new SigningKeyCache(2);
    for (const region of ['a', 'b', 'c', 'a']) {
      cache.get('secret', { date: '20260115', region, service: 'sqs', terminator: 'aws4_request' });
    }
    assert.equal(cache.size, 2);
  });

  it('gives another key for another secret', () => {
    const cache = new SigningKeyCache();
    const scope = { date: '20260115', region: 'us-east-1', service: 'sqs', terminator: 'aws4_request' };
    assert.notDeepEqual(cache.get('one', scope), cache.get('other', scope));
    assert.deepEqual(cache.get('one', scope), deriveSigningKey('one', scope));
  });
});
