import assert from 'node:assert/strict';
import { MappingWorld } from '../../support/mappingWorld.ts';

describe('A filter of an event source mapping that this version cannot read', () => {
  it('lets all messages pass: what it would have let pass must not be deleted', () => {
    const world = new MappingWorld();
    const mapping = world.create();
    const patterns = ['{"body":["ok"]}', '{"body":[{"operator-of-later":1}]}'];
    mapping.settings = { ...mapping.settings, patterns };
    world.pollers.put(mapping);
    world.send(['ok', 'of later']);
    assert.deepEqual(
      world.take().flatMap(({ bodies }) => bodies),
      ['ok', 'of later'],
    );
    assert.deepEqual(world.unwanted, []);
  });
});
