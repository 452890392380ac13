import type { StorageDesk, UndoCalls } from '../control/services.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { StorageState } from '../protocol/storage.ts';
import type { Journal } from '../storage/journal.ts';
import type { RecoveryReport } from '../storage/report.ts';

/** What the control channel is told of the journal, and asks of it. */
export class JournalDesk implements StorageDesk, UndoCalls {
  readonly undo = this;
  private readonly journal: Journal;
  private readonly recovery: RecoveryReport;

  constructor(journal: Journal, recovery: RecoveryReport) {
    this.journal = journal;
    this.recovery = recovery;
  }

  read(): StorageState {
    const { durability, folder, failure, unreadableCount } = this.journal;
    const { ok: _, ...recovery } = this.recovery;
    return {
      durability,
      folder,
      ...this.journal.measure(),
      unreadable: unreadableCount,
      recovery,
      ...(failure === undefined ? {} : { failure: failure.message }),
      undoable: this.journal.undoing.list().map(({ loss: { kind, arn, at }, messages }) => ({
        kind,
        queueArn: arn,
        at,
        messages,
      })),
    };
  }

  undoPurge(queue: Queue, onProgress: (done: number, total: number) => void) {
    return this.journal.undoing.undoPurge(queue, ({ messages, missing, total }) =>
      onProgress(messages + missing, total),
    );
  }

  undoDelete(arn: string, caller: Caller, onProgress: (done: number, total: number) => void) {
    return this.journal.undoing.undoDeleteQueue(arn, caller, ({ messages, missing, total }) =>
      onProgress(messages + missing, total),
    );
  }
}

/**
 * The desk of a broker that keeps its messages in memory.
 * @param readFailure why sends are refused at the moment; undefined while there is room
 */
export function createMemoryDesk(readFailure: () => string | undefined): StorageDesk {
  return {
    read: () => {
      const failure = readFailure();
      return {
        durability: 'none',
        bytes: 0,
        segments: 0,
        setAside: 0,
        unreadable: 0,
        undoable: [],
        ...(failure === undefined ? {} : { failure }),
      };
    },
    undo: undefined,
  };
}
