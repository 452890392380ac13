import assert from 'node:assert/strict';
import { EditMemory } from '../../../broker/control/editMemory.ts';
import { createMessageEditHandlers } from '../../../broker/control/handlers/messageEdit.ts';
import type { ControlServices } from '../../../broker/control/services.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('what an edit reads so that it can be taken back', () => {
  let harness: EngineHarness;
  let handlers: ReturnType<typeof createMessageEditHandlers>;
  let reads: number;

  beforeEach(() => {
    harness = new EngineHarness();
    const { engine } = harness;
    const { contents } = engine.ports;
    reads = 0;
    Object.assign(engine.ports, {
      contents: {
        ...contents,
        read: (handle: object) => {
          reads++;
          return contents.read(handle);
        },
      },
    });
    handlers = createMessageEditHandlers({
      engine,
      edits: new EditMemory(new ManualSchedule().after),
      info: () => caller,
    } as unknown as ControlServices);
  });

  /** @returns the ids */
  const send = (queue: Queue, count: number, bytes: number): string[] =>
    Array.from({ length: count }, (_, index) => {
      const ids = queue.isFifo ? { groupId: 'g', deduplicationId: `${index}` } : {};
      return unwrap(sendMessage(harness.engine, queue, { body: 'x'.repeat(bytes), ...ids }, caller))
        .messageId;
    });
  type Edit = Parameters<typeof handlers.deleteMessages>[0];
  const undoIdOf = (answer: ReturnType<typeof handlers.deleteMessages>): number | undefined =>
    unwrap(answer as never as { ok: true; value: { undoId?: number } }).undoId;
  const remove = (edit: Edit) => undoIdOf(handlers.deleteMessages(edit, {} as never));

  it('is each deleted content, once', () => {
    const queue = harness.createQueue('some');
    const messageIds = send(queue, 3, 10);
    reads = 0;
    assert.notEqual(remove({ queueArn: queue.arn, messageIds }), undefined);
    assert.equal(reads, 3);
  });

  it('is nothing when what is deleted is too large to be remembered', () => {
    const queue = harness.createQueue('large');
    const messageIds = send(queue, 65, 1_048_576);
    reads = 0;
    assert.equal(remove({ queueArn: queue.arn, messageIds }), undefined);
    assert.equal(reads, 0);
    assert.equal(queue.messageCount, 0);
  });

  for (const { name, more } of [
    { name: 'standard', more: 0 },
    { name: 'ordered.fifo', more: 3 },
  ]) {
    it(`is ${more === 0 ? 'nothing' : 'the sequence number'} of a message that is moved: ${name}`, () => {
      const [queue, target] = [harness.createQueue(name), harness.createQueue(`to-${name}`)];
      const messageIds = send(queue, 3, 10);
      reads = 0;
      const answer = handlers.moveMessages(
        { queueArn: queue.arn, messageIds, toQueueArn: target.arn },
        {} as never,
      );
      assert.notEqual(undoIdOf(answer), undefined);
      // The move itself reads each once.
      assert.equal(reads, 3 + more);
    });
  }
});
