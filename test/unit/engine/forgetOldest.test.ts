import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { forgetOldest } from '../../../broker/engine/base/forgetOldest.ts';

describe('Forgetting the oldest entry', () => {
  it('keeps a map and a set within their bound, newest last', () => {
    const map = new Map<string, number>();
    const set = new Set<string>();
    for (const key of ['a', 'b', 'c', 'd']) {
      forgetOldest(map.set(key, 1), 2);
      forgetOldest(set.add(key), 2);
    }
    assert.deepEqual([...map.keys()], ['c', 'd']);
    assert.deepEqual([...set], ['c', 'd']);
  });

  it('takes an entry as new again when it was taken out and put in', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    map.delete('a');
    map.set('a', 3);
    forgetOldest(map.set('c', 4), 2);
    assert.deepEqual([...map.keys()], ['a', 'c']);
  });
});
