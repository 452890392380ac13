import type { ControllableClock } from '../time/clock.ts';
import type { StorageService, UndoCalls } from '../control/services.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Queue } from '../engine/state/queue.ts';
import { Jumps } from '../engine/state/jumps.ts';
import type { UndoableAdvance } from '../protocol/clock.ts';
import type { StorageState } from '../protocol/storage.ts';
import type { Journal } from '../storage/journal.ts';
import type { RecoveryReport } from '../storage/starting/report.ts';

/** The control channel's view of the journal. */
export class JournalStorage implements StorageService, UndoCalls {
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
      undoable: this.journal.undoing.list().map(({ removal: { kind, arn, at }, messages }) => ({
        kind,
        queueArn: arn,
        at,
        messages,
      })),
      undoableAdvances: this.listAdvances(),
    };
  }

  private listAdvances(): UndoableAdvance[] {
    return this.journal.undoing.listJumps().map(({ jump: { number, from, byMs }, queues }) => ({
      jump: number,
      from,
      byMs,
      ended: queues.map(({ arn, messages }) => ({ queueArn: arn, messages })),
    }));
  }

  get jumps(): Jumps {
    return this.journal.jumps;
  }

  advance(clock: ControllableClock, byMs: number): UndoableAdvance | undefined {
    const { advancedMs } = clock;
    const number = this.journal.jump({ now: clock.now(), advancedMs }, byMs, () => clock.advance(byMs));
    return this.listAdvances().find(({ jump }) => jump === number);
  }

  get jumpMs(): number {
    return this.journal.undoMs;
  }

  undoJump(jump: number, onProgress: (queueArn: string, done: number, total: number) => void) {
    return this.journal.undoing.undoJump(jump, onProgress);
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
export function createMemoryStorage(readFailure: () => string | undefined): StorageService {
  const jumps = new Jumps();
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
        undoableAdvances: [],
        ...(failure === undefined ? {} : { failure }),
      };
    },
    jumps,
    advance: (clock, byMs) => {
      jumps.begin((jumps.all().at(-1)?.number ?? 0) + 1, clock.now(), clock.advancedMs, byMs);
      clock.advance(byMs);
      return undefined;
    },
    undo: undefined,
  };
}
