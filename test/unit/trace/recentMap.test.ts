import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RecentMap } from '../../../broker/trace/recentMap.ts';

describe('A map of recently set entries', () => {
  it('keeps at least the newest half of its maximum, and never more than the maximum', () => {
    const map = new RecentMap<number, string>(100);
    for (let key = 0; key < 1000; key++) {
      map.set(key, `v${key}`);
      assert.ok(map.size <= 100);
      assert.equal(map.get(Math.max(0, key - 49)), `v${Math.max(0, key - 49)}`);
    }
    assert.equal(map.get(800), undefined);
  });

  it('has one value for a key that was set again, and none for one that was deleted', () => {
    const map = new RecentMap<string, number>(6);
    map.set('a', 1);
    map.set('b', 2);
    map.set('c', 3);
    map.set('a', 4);
    assert.deepEqual([map.get('a'), map.size], [4, 3]);
    map.delete('a');
    map.delete('b');
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.size], [undefined, undefined, 3, 1]);
    map.clear();
    assert.equal(map.size, 0);
  });
});
