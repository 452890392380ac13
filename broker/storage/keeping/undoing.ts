import type { Caller } from '../../engine/base/caller.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type { Jump, Jumps } from '../../engine/state/jumps.ts';
import type { GroupCommit } from '../disk/groupCommit.ts';
import type { Removal } from '../writing/removals.ts';
import type { JournalWriter } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import { Undo, type Undone, remakeQueue } from './undo.ts';
import { AdvanceUndo, type UndoneAdvance } from './undoAdvance.ts';

export interface UndoingPorts {
  readonly engine: Engine;
  readonly records: RecordStore;
  readonly writer: JournalWriter;
  readonly group: GroupCommit;
  readonly jumps: Jumps;
  /** Runs a function after a delay, without keeping the process alive. */
  readonly after: (ms: number, run: () => void) => void;
}

/** A jump of the clock that ended messages which can be restored. */
export interface UndoableJump {
  readonly jump: Jump;
  readonly queues: readonly { readonly arn: string; readonly messages: number }[];
}

/** Takes back purges, deletions of queues and jumps of the clock, as far as segments still hold the messages. */
export class Undoing {
  private readonly ports: UndoingPorts;

  constructor(ports: UndoingPorts) {
    this.ports = ports;
  }

  /** What can be undone, in the order in which it was done, with how many messages would be restored. */
  list(): readonly { readonly removal: Removal; readonly messages: number }[] {
    const { writer, records } = this.ports;
    const { segments } = records.log;
    return writer.removals
      .all()
      .map((removal) => ({ removal, messages: removal.messages.countIn(segments) }));
  }

  /**
   * Puts the messages of a queue's last purge back; undefined when there is nothing to undo. Bounded work per turn of the
   * event loop. Rejects with Node's errors.
   */
  async undoPurge(queue: Queue, onProgress: (undone: Undone) => void): Promise<Undone | undefined> {
    const removal = this.ports.writer.removals.take('purge', queue.arn);
    return removal === undefined ? undefined : this.run(this.begin(queue, removal), onProgress);
  }

  /**
   * Makes a deleted queue again, at once, and puts its messages back as {@link undoPurge} does; undefined when nothing is
   * known of it. There must be no queue of that name. Rejects with Node's errors.
   */
  async undoDeleteQueue(
    arn: string,
    caller: Caller,
    onProgress: (undone: Undone) => void,
  ): Promise<Undone | undefined> {
    const { engine, writer } = this.ports;
    const removal = writer.removals.take('delete', arn);
    if (removal === undefined) return undefined;
    const queue = remakeQueue(engine, removal);
    const undo = this.begin(queue, removal);
    // Behind the undo, which says all that a start needs to know of the queue.
    engine.emit({ kind: 'queueCreated', at: engine.ports.clock.now(), queue, caller });
    return this.run(undo, onProgress);
  }

  /** Jumps that can be undone, in their order, with how many messages of which queue would be restored. */
  listJumps(): readonly UndoableJump[] {
    const { engine, writer, records, jumps } = this.ports;
    const now = engine.ports.clock.now();
    const { segments } = records.log;
    return jumps
      .all()
      .filter((jump) => jump.shiftMs === undefined && jumps.livedSince(jump, now) < writer.undoMs)
      .map((jump) => ({
        jump,
        queues: writer.ended
          .of(jump.number)
          .map(({ arn, messages }) => ({ arn, messages: messages.countIn(segments) }))
          .filter(({ messages }) => messages > 0),
      }))
      .filter(({ queues }) => queues.length > 0);
  }

  /**
   * Puts back what a jump of the clock has ended, as far as its queues exist. `Jumps.undo` must have been called before, and
   * the clock be back. Bounded work per turn of the event loop. Rejects with Node's errors.
   */
  async undoJump(
    jump: number,
    onProgress: (arn: string, done: number, total: number) => void,
  ): Promise<UndoneAdvance> {
    const { engine, writer, records, jumps, group } = this.ports;
    const undo = new AdvanceUndo(engine, writer, records, jumps, jump);
    try {
      while (undo.step()) {
        group.schedule();
        const { position } = undo;
        if (position !== undefined) onProgress(position.arn, position.done, position.total);
        await this.nextTurn();
      }
    } catch (error) {
      undo.abandon();
      throw error;
    } finally {
      group.schedule();
    }
    return undo.progress;
  }

  private nextTurn(): Promise<void> {
    return new Promise((resolve) => this.ports.after(0, resolve));
  }

  private begin(queue: Queue, removal: Removal): Undo {
    const { engine, writer, records } = this.ports;
    return new Undo(engine, writer, records, queue, removal);
  }

  private async run(undo: Undo, onProgress: (undone: Undone) => void): Promise<Undone> {
    const { group } = this.ports;
    for (;;) {
      const hasMore = undo.step();
      group.schedule();
      if (!hasMore) return undo.progress;
      onProgress(undo.progress);
      await this.nextTurn();
    }
  }
}
