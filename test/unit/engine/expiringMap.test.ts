import assert from 'node:assert/strict';
import { ExpiringMap } from '../../../broker/engine/state/expiringMap.ts';
import { RememberedTotal } from '../../../broker/engine/state/rememberedIds.ts';

const LIFE_MS = 1000;

interface Value {
  readonly at: number;
}

describe('A map of what expires', () => {
  let total: RememberedTotal;
  let map: ExpiringMap<Value>;

  beforeEach(() => {
    total = new RememberedTotal(
      () => undefined,
      () => undefined,
    );
    const kind = { lifeMs: LIFE_MS, timeOf: ({ at }: Value) => at, bytesOf: (key: string) => key.length };
    map = new ExpiringMap<Value>(kind, total);
  });

  it('forgets each entry when its time is over, and not before', () => {
    map.set('a', { at: 0 });
    map.set('b', { at: 10 });
    assert.deepEqual(map.get('a', 999), { at: 0 });
    assert.equal(map.get('a', 1000), undefined);
    assert.deepEqual(map.get('b', 1009), { at: 10 });
    assert.equal(map.get('b', 1010), undefined);
    assert.equal(map.size, 0);
  });

  it('goes by the newest time of a key that was set again, or deleted and set again', () => {
    map.set('a', { at: 0 });
    map.set('b', { at: 5 });
    map.set('a', { at: 600 });
    map.delete('b');
    map.set('b', { at: 700 });
    assert.deepEqual([map.get('a', 1500), map.get('b', 1500)], [{ at: 600 }, { at: 700 }]);
    assert.deepEqual(
      [...map.entries()].map(([key]) => key),
      ['a', 'b'],
    );
    assert.deepEqual([map.get('a', 1600), map.get('b', 1600)], [undefined, { at: 700 }]);
  });

  it('moves all times with a clock that was set back', () => {
    map.set('a', { at: 5000 });
    map.set('b', { at: 5500 });
    map.replaceAll(({ at }) => ({ at: at - 5000 }));
    assert.deepEqual([map.get('a', 1100), map.get('b', 1100)], [undefined, { at: 500 }]);
  });

  it('keeps what is remembered over many more entries than are there at a time', () => {
    for (let at = 0; at < 50_000; at++) {
      map.set(`k${at}`, { at });
      assert.equal(map.get(`k${at - LIFE_MS + 1}`, at)?.at, at < LIFE_MS - 1 ? undefined : at - LIFE_MS + 1);
      assert.equal(map.get(`k${at - LIFE_MS}`, at), undefined);
    }
    assert.equal(map.size, LIFE_MS);
    map.clear();
    assert.equal(map.get('k49999', 49_999), undefined);
  });

  it('counts what it keeps, also under keys that were set again or deleted, until it is over', () => {
    map.set('long', { at: 0 });
    map.set('a', { at: 5 });
    map.set('a', { at: 10 });
    map.delete('a');
    assert.deepEqual([total.bytes, total.maps.size], [6, 1]);
    map.forgetUntil(1005);
    assert.deepEqual([total.bytes, total.maps.size], [1, 1]);
    map.replaceAll((value) => value);
    assert.deepEqual([total.bytes, total.maps.size], [0, 0]);
    map.set('again', { at: 20 });
    map.clear();
    assert.deepEqual([total.bytes, total.maps.size], [0, 0]);
  });

  it('forgets the oldest of the map that has had some for longest when the total has a bound', () => {
    const other = new ExpiringMap<Value>(
      { lifeMs: LIFE_MS, timeOf: ({ at }) => at, bytesOf: () => 1 },
      total,
    );
    map.set('a', { at: 0 });
    other.set('b', { at: 1 });
    map.set('c', { at: 2 });
    total.bound(2);
    assert.deepEqual(
      [map.get('a', 2), map.get('c', 2), other.get('b', 2)],
      [undefined, { at: 2 }, { at: 1 }],
    );
    total.bound(0);
    assert.deepEqual([total.bytes, map.size, other.size], [0, 0, 0]);
  });
});
