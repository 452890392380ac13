import assert from 'node:assert/strict';
import type { NoteKeeper } from '../../../broker/engine/base/noteKeeper.ts';
import { hasMappings, MAPPING_NOTE } from '../../../broker/mappings/mappingNote.ts';
import { loadMappings, saveMappings } from '../../../broker/mappings/savedMappings.ts';
import { MappingWorld } from '../../support/mappingWorld.ts';

describe('Saved event source mappings', () => {
  let notes: Map<string, string>;
  let keeper: NoteKeeper;

  beforeEach(() => {
    notes = new Map();
    keeper = {
      readNote: (key) => notes.get(key),
      writeNote: (key, value) => void notes.set(key, value),
    };
  });

  it('are restored as they were', () => {
    const world = new MappingWorld();
    const mapping = world.create({
      isEnabled: false,
      batchSize: 100,
      windowSeconds: 1,
      patterns: ['{"body":["ok"]}'],
      provisioned: { minimum: 2, maximum: 3 },
    });
    world.book.tag(mapping, new Map([['team', 'shop']]));
    assert.equal(hasMappings(keeper), false);
    saveMappings(keeper, world.book.all);
    assert.equal(hasMappings(keeper), true);
    assert.deepEqual(loadMappings(keeper), { mappings: [mapping], problems: [] });
    saveMappings(keeper, []);
    assert.equal(hasMappings(keeper), false);
  });

  it('are left out when they are damaged, and the others stay', () => {
    const world = new MappingWorld();
    const mapping = world.create();
    world.create({}, world.createQueue('others'));
    saveMappings(keeper, world.book.all);
    const saved = JSON.parse(notes.get(MAPPING_NOTE) ?? '') as { mappings: Record<string, unknown>[] };
    const [, other] = saved.mappings;
    for (const damaged of [
      { ...other, functionArn: 'x' },
      { ...other, functionArn: undefined },
      { ...other, settings: undefined },
      { ...other, tags: 5 },
      { ...other, id: 5 },
      undefined,
      'x',
    ]) {
      notes.set(MAPPING_NOTE, JSON.stringify({ version: 1, mappings: [saved.mappings[0], damaged] }));
      const loaded = loadMappings(keeper);
      assert.deepEqual(loaded.mappings, [mapping]);
      assert.match(loaded.problems.join(), /^the mapping .* cannot be restored: /);
    }
    notes.set(MAPPING_NOTE, '{');
    assert.match(loadMappings(keeper).problems.join(), /cannot be read/);
  });
});
