import assert from 'node:assert/strict';
import { type Edited, EditMemory } from '../../../broker/control/editMemory.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const NOTE = { kind: 'deleteMessages', queueArn: 'arn:q', at: 10_000 } as const;
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

  it('is there until it is forgotten', () => {
    const edit = [deleted()];
    const id = memory.keep(NOTE, edit) ?? '';
    assert.equal(memory.findMessages(id), edit);
    assert.equal(memory.findMessages(id), edit);
    memory.forget(id);
    assert.equal(memory.findMessages(id), undefined);
    assert.equal(schedule.pendingCount, 0);
  });

  it('is forgotten after ten minutes', () => {
    const id = memory.keep(NOTE, [deleted()]) ?? '';
    schedule.advance(599_999);
    const other = memory.keep(NOTE, [deleted()]) ?? '';
    schedule.advance(1);
    assert.equal(memory.findMessages(id), undefined);
    assert.notEqual(memory.findMessages(other), undefined);
  });

  it('is at most 64 MiB of deleted contents, and the oldest goes first', () => {
    const ids = [40, 20, 30].map((mebibytes) => memory.keep(NOTE, [deleted(mebibytes * MIB)]) ?? '');
    assert.equal(memory.findMessages(ids[0] ?? ''), undefined);
    assert.notEqual(memory.findMessages(ids[1] ?? ''), undefined);
    assert.notEqual(memory.findMessages(ids[2] ?? ''), undefined);
    assert.equal(memory.keep(NOTE, [deleted(65 * MIB)]), undefined);
  });

  it('is at most 100,000 messages', () => {
    const many = Array.from({ length: 60_000 }, () => deleted());
    const [first = '', second = ''] = [memory.keep(NOTE, many), memory.keep(NOTE, many)];
    assert.equal(memory.findMessages(first), undefined);
    assert.equal(memory.findMessages(second)?.length, 60_000);
  });

  it('is nothing of an edit with more messages than that', () => {
    const edit = [deleted()];
    const id = memory.keep(NOTE, edit) ?? '';
    assert.equal(
      memory.keep(
        NOTE,
        Array.from({ length: 100_001 }, () => deleted()),
      ),
      undefined,
    );
    assert.equal(memory.findMessages(id), edit);
  });

  it('goes back with a clock that is set back: send, first receive and the end of the delay', () => {
    const edit = (times: object): Edited => ({ ...deleted(), removed: { ...deleted().removed, ...times } });
    const id =
      memory.keep(NOTE, [
        edit({ sentAt: 5000, firstReceivedAt: 6000, delayedUntil: 9000 }),
        edit({ sentAt: 5000, firstReceivedAt: 0, delayedUntil: 0 }),
      ]) ?? '';
    memory.shiftTimes(-3000);
    assert.deepEqual(memory.findMessages(id), [
      edit({ sentAt: 2000, firstReceivedAt: 3000, delayedUntil: 6000 }),
      edit({ sentAt: 2000, firstReceivedAt: 0, delayedUntil: 0 }),
    ]);
  });

  it('is nothing of an edit that did nothing', () => {
    assert.equal(memory.keep(NOTE, []), undefined);
  });

  it('leaves no timer behind when the broker stops', () => {
    memory.keep(NOTE, [deleted()]);
    memory.stop();
    assert.equal(schedule.pendingCount, 0);
  });

  it('has ids that no earlier start of the broker gave', () => {
    const ids = [memory, new EditMemory(schedule.after)].map((each) => each.keep(NOTE, [deleted()]));
    assert.notEqual(ids[0], ids[1]);
    assert.equal(memory.findMessages(ids[1] ?? ''), undefined);
  });

  it('is listed with what was done, until it is taken back', () => {
    const id = memory.keep(NOTE, [deleted(), deleted()]) ?? '';
    const note = {
      kind: 'changeQueue',
      queueArn: 'arn:q',
      at: 12_000,
      attributes: ['Policy'],
      tags: [],
    } as const;
    const inverse = { queueArn: 'arn:q', attributes: { Policy: '' } };
    const change = memory.keepChange(note, inverse);
    assert.deepEqual(memory.list(), [
      { ...NOTE, undoId: id, messages: 2 },
      { ...note, undoId: change },
    ]);
    memory.shiftTimes(-3_000);
    assert.deepEqual(
      memory.list().map(({ at }) => at),
      [7_000, 9_000],
    );
    assert.deepEqual(memory.findInverse(change), inverse);
    assert.equal(memory.findMessages(change), undefined);
    assert.equal(memory.findInverse(id), undefined);
    memory.forget(id);
    memory.forget(change);
    assert.deepEqual(memory.list(), []);
    assert.equal(schedule.pendingCount, 0);
  });
});
