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
  /** The bytes at each notice that there is more room. */
  let notices: number[];

  beforeEach(() => {
    notices = [];
    total = new RememberedTotal(
      LIFE_MS,
      () => undefined,
      () => notices.push(total.bytes),
    );
    const kind = { timeOf: ({ at }: Value) => at, bytesOf: (key: string) => key.length };
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
    assert.deepEqual([total.bytes, total.mapCount], [6, 1]);
    map.forgetUntil(1005);
    assert.deepEqual([total.bytes, total.mapCount], [1, 1]);
    map.replaceAll((value) => value);
    assert.deepEqual([total.bytes, total.mapCount], [0, 0]);
    map.set('again', { at: 20 });
    map.clear();
    assert.deepEqual([total.bytes, total.mapCount], [0, 0]);
  });

  function addMap(): ExpiringMap<Value> {
    return new ExpiringMap<Value>({ timeOf: ({ at }) => at, bytesOf: () => 1 }, total);
  }

  function times(of: ExpiringMap<Value>): number[] {
    return [...of.entries()].map(([, { at }]) => at);
  }

  it('forgets the oldest entries of all maps when the total has a bound, not those of the first map', () => {
    const quiet = addMap();
    map.set('a', { at: 0 });
    quiet.set('b', { at: 1 });
    for (const at of [2, 3, 4]) map.set(`${at}`, { at });
    quiet.set('c', { at: 5 });
    total.bound(5);
    assert.deepEqual(
      [times(map), times(quiet)],
      [
        [2, 3, 4],
        [1, 5],
      ],
    );
    total.bound(4);
    assert.deepEqual([times(map), times(quiet)], [[2, 3, 4], [5]]);
    total.bound(1);
    assert.deepEqual([times(map), times(quiet)], [[], [5]]);
    total.bound(0);
    assert.deepEqual([total.bytes, total.mapCount, quiet.size], [0, 0, 0]);
  });

  it('knows which map has the oldest after the clock was set back, and after one was cleared', () => {
    const other = addMap();
    map.set('a', { at: 5000 });
    other.set('b', { at: 5001 });
    for (const each of [other, map]) each.replaceAll(({ at }) => ({ at: at - 5000 }));
    total.bound(1);
    assert.deepEqual([times(map), times(other)], [[], [1]]);
    map.set('c', { at: 2 });
    other.clear();
    other.set('d', { at: 3 });
    total.bound(1);
    assert.deepEqual([times(map), times(other)], [[], [3]]);
  });

  it('ends when nothing is left to forget, whatever the bound', () => {
    map.set('a', { at: 0 });
    total.bound(-1);
    assert.deepEqual([total.bytes, map.size], [0, 0]);
  });

  it('forgets what is over in every map of the total', () => {
    const other = addMap();
    map.set('a', { at: 0 });
    other.set('b', { at: 1 });
    map.set('c', { at: 2 });
    total.forgetUntil(LIFE_MS + 1);
    assert.deepEqual([times(map), times(other)], [[2], []]);
  });

  it('says once that there is more room, however many entries go', () => {
    for (const at of [0, 1, 2, 3, 4, 5]) map.set(`${at}`, { at });
    map.get('5', LIFE_MS + 1);
    assert.deepEqual(notices, [4]);
    total.bound(2);
    assert.deepEqual(notices, [4, 2]);
    map.clear();
    assert.deepEqual(notices, [4, 2, 0]);
    map.clear();
    assert.equal(map.get('5', LIFE_MS), undefined);
    total.bound(0);
    assert.deepEqual(notices, [4, 2, 0]);
  });

  it('says nothing when a clock that was set back leaves as much as before', () => {
    map.set('a', { at: 5000 });
    map.set('b', { at: 5500 });
    map.replaceAll(({ at }) => ({ at: at - 5000 }));
    assert.deepEqual([total.bytes, notices], [2, []]);
    map.set('a', { at: 600 });
    map.replaceAll((value) => value);
    assert.deepEqual(notices, [2]);
  });
});
