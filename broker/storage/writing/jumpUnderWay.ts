import type { Jumps } from '../../engine/state/jumps.ts';
import type { JournalWriter } from './journalWriter.ts';

/** The clock during a jump. */
export interface MovedClock {
  /** Epoch ms. */
  now(): number;
  /** How far it is moved. */
  readonly advancedMs: number;
}

export interface JumpPorts {
  readonly jumps: Jumps;
  /** Above the numbers of all jumps that are known. */
  readonly nextNumber: () => number;
  /** Undefined of a broker without a journal, and until the journal is restored. */
  readonly writer: Pick<JournalWriter, 'beginJump' | 'endJump'> | undefined;
  /** A slice is to be written. */
  readonly onSlice: () => void;
}

/**
 * A jump of the clock, made at once or in slices: what retention ends meanwhile can be restored for a while. That there is a
 * slice is written before what it ends; how far the clock is moved is to be written behind it, in the same turn. What a slice
 * ends has its number: of a broker that is killed in between, only the slice that was not finished is as if it had not been.
 */
export class JumpUnderWay {
  private readonly ports: JumpPorts;
  private readonly aim: number;
  private first: number | undefined;

  /** @param aim how far the clock is moved at the end, as {@link MovedClock.advancedMs} */
  constructor(ports: JumpPorts, aim: number) {
    this.ports = ports;
    this.aim = aim;
  }

  /** Of the jump, once it has begun. */
  get number(): number | undefined {
    return this.first;
  }

  /** @param run moves the clock, at most to the aim, and returns how far it is moved then */
  makeSlice(clock: MovedClock, run: () => number): void {
    const { jumps, nextNumber, writer, onSlice } = this.ports;
    const now = clock.now();
    const { advancedMs } = clock;
    const restMs = this.aim - advancedMs;
    const slice = nextNumber();
    if (this.first === undefined) jumps.begin(slice, now, advancedMs, restMs);
    else jumps.continue(this.first, slice, { now, advancedMs, byMs: restMs });
    this.first ??= slice;
    writer?.beginJump(this.first, slice);
    const movedTo = run();
    writer?.endJump(movedTo - advancedMs);
    if (movedTo < this.aim) jumps.cut(this.first, this.aim - movedTo);
    onSlice();
  }
}
