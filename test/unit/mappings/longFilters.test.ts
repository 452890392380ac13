import assert from 'node:assert/strict';
import { TURN_WORK, TurnWork } from '../../../broker/time/turnWork.ts';
import { MappingWorld } from '../../support/mappingWorld.ts';

/** What one piece of a mapping's work may take at most: a slice of reading, with the test that ends it. */
const PIECE_WORK = 1500;
const writePattern = (operators: number): string =>
  JSON.stringify({
    body: { a: Array.from({ length: operators }, (_, index) => ({ numeric: ['=', 1000 + index] })) },
  });
/** As long as a message may be. */
const LONG = `{"a":[${'1,'.repeat(524_000)}1]}`;

describe('Filters of an event source mapping that take long', () => {
  let world: MappingWorld;
  /** The work of each turn until nothing is due. */
  const runTurns = (): readonly number[] => {
    const turns: number[] = [];
    while (world.wakesAt === world.clock.now()) {
      const work = new TurnWork();
      world.pollers.wake(work);
      turns.push(work.spent);
    }
    return turns;
  };
  beforeEach(() => {
    world = new MappingWorld();
  });

  it('take many turns, and none of them does more than others', () => {
    world.functions.declare('handler', { isRunnable: false });
    world.create({ patterns: [writePattern(130)], batchSize: 1 });
    world.send([LONG, '{"a":[1000]}']);
    world.functions.declare('handler', { isRunnable: true });
    assert.deepEqual(world.take(), []);
    const turns = runTurns();
    assert.ok(turns.length > 200, `${turns.length} turns`);
    assert.ok(Math.max(...turns) < TURN_WORK + PIECE_WORK, `${Math.max(...turns)} in one turn`);
    assert.deepEqual(world.takeBodies(), [['{"a":[1000]}']]);
    assert.equal(world.unwanted.length, 1);
  });

  it('are asked to the end if the mapping is changed or stopped meanwhile, as they were when the message came', () => {
    world.functions.declare('handler', { isRunnable: false });
    const mapping = world.create({ patterns: [writePattern(10)] });
    world.send([LONG]);
    world.functions.declare('handler', { isRunnable: true });
    world.mustChange(world.book.update(mapping, { patterns: [], isEnabled: false }));
    runTurns();
    assert.deepEqual(world.take(), []);
    assert.equal(world.unwanted.length, 1);
  });

  it('leave the environment of its function to it: no other mapping uses the last one', () => {
    const other = world.createQueue('others');
    world.functions.declare('handler', { isRunnable: false, environments: 1 });
    world.create({ patterns: [writePattern(10)] });
    world.create({}, other);
    const long = LONG.replace('1]', '1000]');
    world.send([long]);
    world.functions.declare('handler', { isRunnable: true });
    world.send(['other'], other);
    runTurns();
    assert.deepEqual(
      world.takeBodies().map((bodies) => bodies.map(({ length }) => length)),
      [[long.length]],
    );
  });
});
