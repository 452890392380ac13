import * as fc from 'fast-check';
import { type Step, UndoEditsModel } from '../support/undoEditsModel.ts';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const), count: fc.nat(30) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      from: fc.nat(20),
      every: fc.integer({ min: 1, max: 4 }),
      newestFirst: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('deleteEach' as const), from: fc.nat(20), count: fc.nat(40) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('undo' as const), place: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undoAll' as const), newestFirst: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const) }) },
);
const steps = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });
const runs = Number(process.env.QUEUESIDE_PROPERTY_RUNS ?? 150);

describe('the undo of message edits under any sequence of operations', function () {
  this.timeout(Math.max(120_000, runs * 1000));

  it('leaves a FIFO queue in the order of the sends, before and after a restart', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(2048, 16_384), (all, segmentBytes) => {
        const model = new UndoEditsModel(segmentBytes);
        model.apply({ do: 'send', count: 30 });
        for (const each of all) model.apply(each);
        model.apply({ do: 'undoAll', newestFirst: true });
        model.harness.crash();
        model.check();
      }),
      { numRuns: runs },
    );
  });

  it('leaves the order as it is when the power goes off in the middle of its writes', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (all, moment) => {
        const prepare = (): UndoEditsModel => {
          const model = new UndoEditsModel(16_384);
          model.apply({ do: 'send', count: 30 });
          for (const each of all) model.apply(each);
          return model;
        };
        const whole = prepare();
        const before = whole.harness.fs.writtenBytes;
        whole.apply({ do: 'undoAll', newestFirst: true });
        prepare().losePowerInUndo(moment, whole.harness.fs.writtenBytes - before);
      }),
      { numRuns: runs },
    );
  });
});
