import type { ControllableClock } from '../time/clock.ts';
import { TurnWork } from '../time/turnWork.ts';
import type { AdvanceUnderWay, StorageService, UndoCalls } from '../control/services.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Queue } from '../engine/state/queue.ts';
import { Jumps } from '../engine/state/jumps.ts';
import type { UndoableAdvance } from '../protocol/clock.ts';
import type { StorageState } from '../protocol/storage.ts';
import type { Journal } from '../storage/journal.ts';
import type { RecoveryReport } from '../storage/starting/report.ts';
import { JumpUnderWay } from '../storage/writing/jumpUnderWay.ts';

/** The control channel's view of the journal. */
export class JournalStorage implements StorageService, UndoCalls {
  readonly undo = this;
  private readonly journal: Journal;
  private readonly recovery: RecoveryReport;
  private readonly persistClock: () => void;

  /** @param persistClock writes how far the clock is moved, behind what the move has ended */
  constructor(journal: Journal, recovery: RecoveryReport, persistClock: () => void) {
    this.journal = journal;
    this.recovery = recovery;
    this.persistClock = persistClock;
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

  beginAdvance(clock: ControllableClock, byMs: number): AdvanceUnderWay {
    const aim = clock.advancedMs + byMs;
    const jump = this.journal.beginJump(aim);
    return {
      makeSlice: () => {
        const isThere = makeSlice(clock, jump, aim);
        this.persistClock();
        return isThere;
      },
      findUndoable: () => this.listAdvances().find(({ jump: number }) => number === jump.number),
    };
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
    beginAdvance: (clock, byMs) => {
      const aim = clock.advancedMs + byMs;
      const ports = {
        jumps,
        nextNumber: () => jumps.nextNumber,
        writer: undefined,
        onSlice: () => undefined,
      };
      const jump = new JumpUnderWay(ports, aim);
      return { makeSlice: () => makeSlice(clock, jump, aim), findUndoable: () => undefined };
    },
    undo: undefined,
  };
}

/** @returns whether the clock is there */
function makeSlice(clock: ControllableClock, jump: JumpUnderWay, aim: number): boolean {
  let isThere = false;
  jump.makeSlice(clock, () => {
    isThere = clock.advanceTowards(aim, new TurnWork());
    return clock.advancedMs;
  });
  return isThere;
}
