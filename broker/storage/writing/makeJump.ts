import type { Jumps } from '../../engine/state/jumps.ts';
import type { JournalWriter } from './journalWriter.ts';
import type { RecordStore } from './recordStore.ts';

/** The clock before a jump. */
export interface ClockPosition {
  /** Epoch ms. */
  readonly now: number;
  /** How far it was moved before. */
  readonly advancedMs: number;
}

interface JumpPorts {
  readonly jumps: Jumps;
  readonly records: RecordStore;
  /** Undefined until the journal is restored. */
  readonly writer: JournalWriter | undefined;
}

/**
 * Moves the clock by `run`: what retention ends meanwhile can be restored for a while. That there is a jump is written
 * before what it ends; how far the clock is moved is to be written behind it, in the same turn.
 * @returns the number of the jump
 */
export function makeJump(
  { jumps, records, writer }: JumpPorts,
  { now, advancedMs }: ClockPosition,
  byMs: number,
  run: () => void,
): number {
  // Above those of all jumps that a record names, and of those that ended nothing, which only the jumps know.
  const number = Math.max(records.nextArrival(), 1 + (jumps.all().at(-1)?.number ?? 0));
  jumps.begin(number, now, advancedMs, byMs);
  writer?.beginJump(number);
  run();
  writer?.endJump(byMs);
  return number;
}
