import assert from 'node:assert/strict';
import { TURN_WORK, TurnWork } from '../../../broker/time/turnWork.ts';
import { MappingWorld } from '../../support/mappingWorld.ts';

/** What one piece of a mapping's work may take at most: a slice of reading, with the value that ends it. */
const PIECE_WORK = 1500;
/** About as long as a response may be. */
const PADDING = `[${'1,'.repeat(3_000_000)}1]`;

describe('Long responses to an event source mapping', () => {
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
  const invoke = (bodies: readonly string[], settings: Parameters<MappingWorld['create']>[0]) => {
    // All of them are there when it first polls.
    world.functions.declare('handler', { isRunnable: false });
    const mapping = world.create({ batchSize: 2, ...settings });
    world.send(bodies);
    world.functions.declare('handler', { isRunnable: true });
    const [invocation] = world.take();
    return { mapping, invocation: invocation ?? assert.fail('no invocation') };
  };
  /** Reports the second of two messages, behind what takes long to read. */
  const report = ([, second]: readonly string[]): string =>
    `{"padding":${PADDING},"batchItemFailures":[{"itemIdentifier":"${second}"}]}`;

  beforeEach(() => {
    world = new MappingWorld();
  });

  for (const reportsItemFailures of [true, false]) {
    it(`are read in many turns, ${reportsItemFailures ? 'with' : 'without'} ReportBatchItemFailures`, () => {
      const { invocation } = invoke(['one', 'two'], { reportsItemFailures });
      invocation.returns(report(invocation.messageIds));
      assert.equal(world.counts.get('InvokedEventCount'), undefined);
      const turns = runTurns();
      assert.ok(turns.length > 5, `${turns.length} turns`);
      assert.ok(Math.max(...turns) < TURN_WORK + PIECE_WORK, `${Math.max(...turns)} in one turn`);
      assert.equal(world.counts.get('InvokedEventCount'), 2);
      assert.equal(world.counts.get('DeletedEventCount'), reportsItemFailures ? 1 : 2);
      assert.deepEqual(
        world.failed.map(({ messageId }) => messageId),
        reportsItemFailures ? invocation.messageIds.slice(1) : [],
      );
    });
  }

  it('are read in many turns if they are errors', () => {
    const { invocation } = invoke(['one', 'two'], {});
    const payload = Buffer.from(`{"trace":${PADDING},"errorType":"E","errorMessage":"no"}`);
    invocation.end({ outcome: 'failed', requestId: 'r', kind: 'handlerError', payload });
    assert.ok(runTurns().length > 5);
    assert.deepEqual(
      world.failed.map(({ detail }) => detail),
      ['The whole batch failed: E: no', 'The whole batch failed: E: no'],
    );
  });

  it('are read to the end if the mapping is deleted meanwhile', () => {
    const { invocation, mapping } = invoke(['one', 'two'], { reportsItemFailures: true });
    invocation.returns(report(invocation.messageIds));
    world.book.remove(mapping);
    runTurns();
    assert.equal(world.counts.get('DeletedEventCount'), 1);
  });
});
