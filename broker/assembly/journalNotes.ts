import type { Ledger, SavedLedger } from '../billing/ledger.ts';
import type { ControllableClock } from '../time/clock.ts';
import { type Absence, parseAdvanced, parseClockMark } from '../time/clockMark.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { SetFaultsParams } from '../protocol/faults.ts';
import type { Journal } from '../storage/journal.ts';

/** How far the clock was moved, ms. */
const CLOCK_NOTE = 'clock';
/** A `ClockMark`; versions that do not know it use the wall clock. */
const CLOCK_MARK_NOTE = 'clockMark';
const FAULTS_NOTE = 'faults';
const BILLING_NOTE = 'accounting';
/** Totals are informational: a crash may lose their last seconds. */
const BILLING_INTERVAL_MS = 5_000;
/** While calls come in, the mark on the disk is at most this old, ms. */
const MARK_INTERVAL_MS = 1_000;

/** Keeps data in the journal that is neither a queue nor a message: the clock, faults, billing. */
export class JournalNotes {
  /** How long no broker ran for this folder; undefined if unknown. */
  readonly absence: Absence | undefined;
  private readonly journal: Journal;
  private readonly clock: ControllableClock;
  private writtenAdvancedMs: number;
  /** When the mark was written, on the broker's clock. */
  private markedAt = Number.NEGATIVE_INFINITY;
  private billingWrittenAt = Number.NEGATIVE_INFINITY;

  /** Continues the clock of the last broker; call it before an engine runs on it. */
  constructor(journal: Journal, clock: ControllableClock) {
    this.journal = journal;
    this.clock = clock;
    const advancedMs = parseAdvanced(journal.readNote(CLOCK_NOTE));
    this.absence = clock.resume(parseClockMark(journal.readNote(CLOCK_MARK_NOTE)), advancedMs);
    this.writtenAdvancedMs = advancedMs;
    journal.jumps.settle(advancedMs);
  }

  restoreLedger(ledger: Ledger): void {
    const text = this.journal.readNote(BILLING_NOTE);
    if (text !== undefined) ledger.restore(JSON.parse(text) as SavedLedger);
  }

  /** The fault plans that were asked to stay. */
  readFaults(): readonly SetFaultsParams[] {
    const text = this.journal.readNote(FAULTS_NOTE);
    return text === undefined ? [] : (JSON.parse(text) as SetFaultsParams[]);
  }

  persistFaults(kept: readonly SetFaultsParams[]): void {
    const text = JSON.stringify(kept);
    if (text !== (this.journal.readNote(FAULTS_NOTE) ?? '[]')) this.journal.writeNote(FAULTS_NOTE, text);
  }

  /**
   * To be called for every event. The record of a receive says when it was, so that no more than its timeout can be left
   * of it; that of a timeout which begins later does not, and a mark beside it does.
   */
  notice(event: EngineEvent): void {
    const { kind } = event;
    const beginsLater =
      kind === 'visibilityChanged' ||
      kind === 'released' ||
      (kind === 'received' && event.delivery.receivedAt < event.at);
    if (beginsLater) this.markedAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * To be called before answers are held back: whatever moved the clock is answered after it is written. The mark goes
   * with what is written anyway: no answer waits for the disk because of a mark alone.
   */
  persistClock(): void {
    const { advancedMs } = this.clock;
    if (advancedMs !== this.writtenAdvancedMs) {
      this.writtenAdvancedMs = advancedMs;
      this.journal.writeNote(CLOCK_NOTE, String(advancedMs));
      this.writeMark();
    } else if (this.journal.hasUnwritten && isOver(this.clock.now() - this.markedAt, MARK_INTERVAL_MS)) {
      this.writeMark();
    }
  }

  /** Writes the clock's state for the next broker. */
  writeMark(): void {
    const mark = this.clock.mark();
    this.markedAt = mark.at;
    this.journal.writeNote(CLOCK_MARK_NOTE, JSON.stringify(mark));
  }

  /** Now and then while calls come in, and at the end of the broker. */
  persistLedger(ledger: Ledger, isLast: boolean): void {
    const now = this.clock.now();
    if (!isLast && !isOver(now - this.billingWrittenAt, BILLING_INTERVAL_MS)) return;
    this.billingWrittenAt = now;
    this.journal.writeNote(BILLING_NOTE, JSON.stringify(ledger.save()));
  }
}

/** Also of a clock that went back meanwhile: its interval would last until it has caught up. */
function isOver(passedMs: number, intervalMs: number): boolean {
  return passedMs < 0 || passedMs >= intervalMs;
}
