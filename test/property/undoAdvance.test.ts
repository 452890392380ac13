import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { QUEUES, type Step, UndoAdvanceModel } from '../support/undoAdvanceModel.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const queue = fc.nat(QUEUES.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      queue,
      group: fc.nat(2),
      delaySeconds: fc.constantFrom(0, 0, 0, 900),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      queue,
      visibilitySeconds: fc.constantFrom(0, 30, 43_200),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), place: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('purge' as const, 'removeQueue' as const), queue }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('createQueue' as const), queue }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20_000, 3 * MINUTE_MS) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(10 * MINUTE_MS, 40 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS),
      slices: fc.constantFrom(1, 1, 2, 5),
      between: fc.constantFrom('nothing' as const, 'send' as const, 'pass' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), place: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('reset' as const, 'pass' as const, 'turn' as const, 'turn' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), inOrder: fc.boolean() }) },
);

const runs = Number(process.env.QUEUESIDE_PROPERTY_RUNS ?? 150);
const MASTER_KEY = new MasterKey(Buffer.alloc(32, 7));

describe('the undo of a jump under any sequence of operations', function () {
  this.timeout(Math.max(120_000, runs * 1000));
  const scratch = mkdtempSync(join(tmpdir(), 'queueside-jumps-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('restores what that jump ended, once, as it was, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 90, size: 'max' }),
        fc.constantFrom(2048, 16_384),
        fc.boolean(),
        async (steps, segmentBytes, isSealed) => {
          const folder = mkdtempSync(join(scratch, 'keys-'));
          const model = new UndoAdvanceModel(segmentBytes, isSealed ? MASTER_KEY : undefined, folder);
          for (const each of steps) await model.apply(each);
          await model.apply({ do: 'restart', inOrder: true });
          await model.apply({ do: 'undo', place: 0 });
          await model.apply({ do: 'restart', inOrder: false });
        },
      ),
      { numRuns: runs },
    ));
});
