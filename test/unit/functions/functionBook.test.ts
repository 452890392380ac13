import assert from 'node:assert/strict';
import { FUNCTION, FunctionWorld } from '../../support/functionWorld.ts';

describe('The functions of a broker', () => {
  it('that a file no longer has are deleted, and their mappings with them', () => {
    const world = new FunctionWorld();
    const mappings = [{ queue: 'images' }];
    world.book.put({ ...FUNCTION, name: 'mine' });
    world.book.setAll('a.json', '/a', [FUNCTION, { ...FUNCTION, name: 'other', mappings }]);
    world.book.setAll('b.json', '/b', [{ ...FUNCTION, name: 'third' }]);
    world.mappings.length = 0;
    world.book.setAll('a.json', '/a', [{ ...FUNCTION, timeout: 9 }]);
    assert.deepEqual(
      world.book.all.map(({ name }) => name),
      ['mine', 'resize', 'third'],
    );
    assert.deepEqual(world.mappings, [
      ['other', []],
      ['resize', []],
    ]);
    assert.equal(world.book.find('resize')?.timeoutSeconds, 9);
  });

  it('are at most 100', () => {
    const world = new FunctionWorld();
    for (let count = 0; count < 100; count++) assert.ok(world.book.put({ ...FUNCTION, name: `f${count}` }));
    assert.equal(world.book.put({ ...FUNCTION, name: 'one-more' }), false);
    assert.equal(world.book.put({ ...FUNCTION, name: 'f5' }), true);
  });

  it('are forgotten once their environments have ended', () => {
    const world = new FunctionWorld();
    world.run();
    world.invoke();
    world.start(1);
    assert.equal(world.book.delete('resize'), true);
    assert.deepEqual([world.book.describe(), world.book.find('resize')], [[], undefined]);
    world.seat(1).finish();
    assert.deepEqual(world.takeOrders(), ['start 1', 'stop 1']);
    const { environments } = world.book.findRun('resize') ?? assert.fail();
    environments.find(1)?.noteExit({ code: 0 });
    assert.equal(world.book.findRun('resize'), undefined);
    assert.equal(world.book.delete('resize'), false);
  });

  it('are forgotten when they are deleted, also if their runner never reports that a process has ended', () => {
    const world = new FunctionWorld();
    world.run();
    world.invoke();
    world.start(1);
    world.book.delete('resize');
    world.timers.advance(3000 + 5000);
    assert.equal(world.book.findRun('resize'), undefined);
  });

  it('end with the program that runs them', () => {
    const world = new FunctionWorld();
    world.run({ environments: 1 });
    world.invoke();
    world.invoke();
    world.start(1);
    world.book.lose(world.runner);
    assert.match(world.takeEnds().join(), /Runtime\.ExitError.*unavailable/);
    assert.equal(world.describe()[0]?.end?.reason, 'The program that ran it has ended.');
    assert.deepEqual([world.find().describe().state, world.timers.pendingCount], ['idle', 0]);
  });

  it('keep what programs changed of their mappings when the broker starts', () => {
    const mappings = [{ queue: 'images', batchSize: 5 }];
    const world = new FunctionWorld([{ definition: { ...FUNCTION, mappings }, source: 'a.json' }]);
    assert.deepEqual(world.mappings, []);
    world.book.put({ ...FUNCTION, mappings });
    assert.deepEqual(world.mappings, [['resize', mappings]]);
  });
});
