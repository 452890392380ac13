import type { Ledger, SavedLedger } from './accounting/ledger.ts';
import type { ControllableClock } from './clock.ts';
import type { SetFaultsParams } from './protocol/faults.ts';
import type { Journal } from './storage/journal.ts';

const CLOCK_NOTE = 'clock';
const FAULTS_NOTE = 'faults';
const ACCOUNTING_NOTE = 'accounting';
/** Totals are for people: losing the last seconds of them to a crash is no loss. */
const ACCOUNTING_INTERVAL_MS = 5_000;

/** Keeps in the journal what is neither a queue nor a message: how far the clock was moved, faults, accounting. */
export class JournalNotes {
  private readonly journal: Journal;
  private readonly clock: ControllableClock;
  private writtenOffsetMs: number;
  private accountingWrittenAt = 0;

  /** Moves the clock to where the last broker had it; to be called before an engine runs on it. */
  constructor(journal: Journal, clock: ControllableClock) {
    this.journal = journal;
    this.clock = clock;
    const offsetMs = Number(journal.readNote(CLOCK_NOTE) ?? 0);
    if (offsetMs > 0) clock.advance(offsetMs);
    this.writtenOffsetMs = clock.offsetMs;
  }

  restoreLedger(ledger: Ledger): void {
    const text = this.journal.readNote(ACCOUNTING_NOTE);
    if (text !== undefined) ledger.restore(JSON.parse(text) as SavedLedger);
  }

  /** The fault plans that were asked to stay. */
  readFaults(): readonly SetFaultsParams[] {
    const text = this.journal.readNote(FAULTS_NOTE);
    return text === undefined ? [] : (JSON.parse(text) as SetFaultsParams[]);
  }

  keepFaults(kept: readonly SetFaultsParams[]): void {
    const text = JSON.stringify(kept);
    if (text !== (this.journal.readNote(FAULTS_NOTE) ?? '[]')) this.journal.writeNote(FAULTS_NOTE, text);
  }

  /** To be called before answers are held back: whatever moved the clock is answered after it is written. */
  keepClock(): void {
    const { offsetMs } = this.clock;
    if (offsetMs === this.writtenOffsetMs) return;
    this.writtenOffsetMs = offsetMs;
    this.journal.writeNote(CLOCK_NOTE, String(offsetMs));
  }

  /** Now and then while calls come in, and at the end of the broker. */
  keepLedger(ledger: Ledger, isLast: boolean): void {
    const now = this.clock.now();
    if (!isLast && now - this.accountingWrittenAt < ACCOUNTING_INTERVAL_MS) return;
    this.accountingWrittenAt = now;
    this.journal.writeNote(ACCOUNTING_NOTE, JSON.stringify(ledger.save()));
  }
}
