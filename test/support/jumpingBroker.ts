import { messageIdOf } from '../../broker/engine/base/identity.ts';
import { retentionEnd } from '../../broker/engine/operations/nextEvent.ts';
import type { UndoneAdvance } from '../../broker/storage/keeping/undoAdvance.ts';
import { JournalHarness } from './journalHarness.ts';

/** A journal with queues of an hour and of four days, for jumps of the clock and their undo. */
export class JumpingBroker {
  harness!: JournalHarness;

  start(options: ConstructorParameters<typeof JournalHarness>[0] = {}): void {
    const harness = new JournalHarness({ segmentBytes: 2048, ...options });
    this.harness = harness;
    harness.fs.syncLater = (_file, done) => done(undefined);
    harness.start();
    harness.create('orders', { MessageRetentionPeriod: '3600' });
    harness.create('steps.fifo', { MessageRetentionPeriod: '3600' });
    harness.create('long');
  }

  undo(jump: number): Promise<UndoneAdvance> {
    return this.harness.finish(this.harness.undoJump(jump));
  }

  /** Of each jump that can be undone, the queues and how many messages would come back. */
  undoable() {
    return this.harness.journal.undoing
      .listJumps()
      .map(({ queues }) => queues.map(({ arn, messages }) => [arn.split(':')[5], messages]));
  }

  sendOrdered(body: string, groupId: string): void {
    this.harness.send('steps.fifo', body, { groupId, deduplicationId: body });
  }

  /** What there is to know of each message of a queue, in the order of delivery. */
  describeAll(name: string) {
    const { engine, journal } = this.harness;
    engine.begin();
    const queue = this.harness.queue(name);
    return [...queue.order.visible(), ...queue.delayed].map((message) => ({
      id: messageIdOf(engine.identityKey, message.number),
      content: journal.contents.read(message.content),
      receiveCount: message.receiveCount,
      firstReceivedAt: message.firstReceivedAt,
      from: message.deadLetterSourceArn,
      state: message.state,
      leftMs: retentionEnd(message) - engine.ports.clock.now(),
    }));
  }
}
