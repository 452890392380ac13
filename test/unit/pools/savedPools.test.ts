import assert from 'node:assert/strict';
import { loadPools, savePools } from '../../../broker/pools/savedPools.ts';
import { POOL, PoolWorld } from '../../support/poolWorld.ts';

/** Notes as a journal keeps them, in memory. */
class Notes {
  readonly texts = new Map<string, string>();
  writes = 0;

  readNote(key: string): string | undefined {
    return this.texts.get(key);
  }

  writeNote(key: string, value: string): void {
    this.texts.set(key, value);
    this.writes++;
  }
}

describe('Pools over restarts', () => {
  it('keep their definitions and newest decisions, and not their processes', () => {
    const notes = new Notes();
    const world = new PoolWorld();
    const pool = world.run({ policy: { type: 'manual' }, desired: 0, max: 2 });
    for (let time = 0; time < 60; time++) pool.setDesired(1 + (time % 2));
    savePools(notes, world.book.listSaved());
    savePools(notes, world.book.listSaved());
    assert.equal(notes.writes, 1);
    const { pools, problems } = loadPools(notes);
    assert.deepEqual(problems, []);
    const next = new PoolWorld(pools);
    const restored = next.book.find('workers') ?? assert.fail();
    assert.deepEqual(restored.settings, pool.settings);
    assert.deepEqual(restored.describeHistory().decisions, pool.describeHistory().decisions.slice(-50));
    assert.deepEqual([restored.describe().state, restored.describe().processes], ['idle', []]);
  });

  it('leave out what is damaged, and say so', () => {
    const notes = new Notes();
    savePools(notes, [
      { definition: POOL, decisions: [] },
      { definition: { ...POOL, name: 'broken', max: -1 }, decisions: [] },
    ]);
    const { pools, problems } = loadPools(notes);
    assert.deepEqual([pools.length, problems.length], [1, 1]);
    notes.writeNote('pools', '{');
    assert.deepEqual(loadPools(notes).pools, []);
    assert.match(loadPools(notes).problems[0] ?? '', /the note pools cannot be read/);
  });

  it('keep a pool whose decisions are damaged, and all pools beside what is none', () => {
    const notes = new Notes();
    const decision = { at: 1, from: 0, to: 1, cause: 'a', policy: 'user', metrics: {} };
    for (const decisions of [null, 1, [null], [{ ...decision, at: '1' }], [{ ...decision, metrics: null }]]) {
      const saved = [
        null,
        { definition: POOL, decisions },
        { definition: { ...POOL, name: 'other' }, decisions: [decision] },
      ];
      notes.writeNote('pools', JSON.stringify({ version: 1, pools: saved }));
      const { pools, problems } = loadPools(notes);
      assert.deepEqual(
        pools.map((each) => each.decisions),
        [[], [decision]],
      );
      assert.deepEqual(problems, [
        'the pool null cannot be restored',
        'the decisions of the pool "workers" cannot be restored',
      ]);
      assert.equal(new PoolWorld(pools).book.all.length, 2);
    }
  });

  it('report a damaged pool by its name, not by its command', () => {
    const notes = new Notes();
    const broken = { ...POOL, command: 'worker --password=hunter2', max: -1 };
    savePools(notes, [{ definition: broken, decisions: [] }]);
    assert.deepEqual(loadPools(notes).problems, ['the pool "workers" cannot be restored']);
    savePools(notes, [{ definition: { ...broken, name: 'n'.repeat(100_000) }, decisions: [] }]);
    assert.ok((loadPools(notes).problems[0] ?? '').length < 200);
  });
});
