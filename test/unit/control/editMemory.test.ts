import assert from 'node:assert/strict';
import { type Edited, EditMemory } from '../../../broker/control/editMemory.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const MIB = 1_048_576;

function deleted(sizeBytes = 1): Edited {
  return { removed: { number: 1, sizeBytes } as Edited['removed'], content: {} as never };
}

describe('what the broker remembers of edits', () => {
  let schedule: ManualSchedule;
  let memory: EditMemory;
  beforeEach(() => {
    schedule = new ManualSchedule();
    memory = new EditMemory(schedule.after);
  });

  it('is given out once', () => {
    const edit = [deleted()];
    const id = memory.keep(edit) ?? 0;
    assert.equal(memory.take(id), edit);
    assert.equal(memory.take(id), undefined);
    assert.equal(schedule.pendingCount, 0);
  });

  it('is forgotten after ten minutes', () => {
    const id = memory.keep([deleted()]) ?? 0;
    schedule.advance(599_999);
    const other = memory.keep([deleted()]) ?? 0;
    schedule.advance(1);
    assert.equal(memory.take(id), undefined);
    assert.notEqual(memory.take(other), undefined);
  });

  it('is at most 64 MiB of deleted contents, and the oldest goes first', () => {
    const ids = [40, 20, 30].map((mebibytes) => memory.keep([deleted(mebibytes * MIB)]) ?? 0);
    assert.equal(memory.take(ids[0] ?? 0), undefined);
    assert.notEqual(memory.take(ids[1] ?? 0), undefined);
    assert.notEqual(memory.take(ids[2] ?? 0), undefined);
    assert.equal(memory.keep([deleted(65 * MIB)]), undefined);
  });

  it('is at most 100,000 messages', () => {
    const many = Array.from({ length: 60_000 }, () => deleted());
    const [first = 0, second = 0] = [memory.keep(many), memory.keep(many)];
    assert.equal(memory.take(first), undefined);
    assert.equal(memory.take(second)?.length, 60_000);
  });

  it('is nothing of an edit that did nothing', () => {
    assert.equal(memory.keep([]), undefined);
  });

  it('leaves no timer behind when the broker stops', () => {
    memory.keep([deleted()]);
    memory.stop();
    assert.equal(schedule.pendingCount, 0);
  });
});
