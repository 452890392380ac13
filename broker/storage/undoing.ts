import type { Caller } from '../engine/base/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { GroupCommit } from './groupCommit.ts';
import type { Loss } from './losses.ts';
import type { Recorder } from './recorder.ts';
import type { Records } from './records.ts';
import { Undo, type Undone, remakeQueue } from './undo.ts';

export interface UndoingPorts {
  readonly engine: Engine;
  readonly records: Records;
  readonly recorder: Recorder;
  readonly group: GroupCommit;
  /** Runs a function after a while, without keeping the process alive for it. */
  readonly after: (ms: number, run: () => void) => void;
}

/** Takes back purges and deletions of queues, as far as segments still hold the messages. */
export class Undoing {
  private readonly ports: UndoingPorts;

  constructor(ports: UndoingPorts) {
    this.ports = ports;
  }

  /** What can be undone, in the order in which it was done, with how many messages would come back. */
  list(): readonly { readonly loss: Loss; readonly messages: number }[] {
    const { recorder, records } = this.ports;
    const { segments } = records.log;
    return recorder.losses.all().map((loss) => ({ loss, messages: loss.messages.countIn(segments) }));
  }

  /**
   * Puts the messages of a queue's last purge back; undefined when there is nothing to undo. Bounded work per turn of the
   * event loop. Rejects with Node's errors.
   */
  async undoPurge(queue: Queue, onProgress: (undone: Undone) => void): Promise<Undone | undefined> {
    const loss = this.ports.recorder.losses.take('purge', queue.arn);
    return loss === undefined ? undefined : this.run(this.begin(queue, loss), onProgress);
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
    const { engine, recorder } = this.ports;
    const loss = recorder.losses.take('delete', arn);
    if (loss === undefined) return undefined;
    const queue = remakeQueue(engine, loss);
    const undo = this.begin(queue, loss);
    // Behind the undo, which says all that a start needs to know of the queue.
    engine.emit({ kind: 'queueCreated', at: engine.ports.clock.now(), queue, caller });
    return this.run(undo, onProgress);
  }

  private begin(queue: Queue, loss: Loss): Undo {
    const { engine, recorder, records } = this.ports;
    return new Undo(engine, recorder, records, queue, loss);
  }

  private async run(undo: Undo, onProgress: (undone: Undone) => void): Promise<Undone> {
    const { group, after } = this.ports;
    for (;;) {
      const hasMore = undo.step();
      group.schedule();
      if (!hasMore) return undo.progress;
      onProgress(undo.progress);
      await new Promise<void>((resolve) => after(0, resolve));
    }
  }
}
