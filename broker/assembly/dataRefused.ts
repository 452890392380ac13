import type { JournalRefusal } from '../storage/format/refusal.ts';

/** The data folder was opened and then could not be used. */
export class DataRefusedError extends Error {
  readonly refusal: JournalRefusal;

  constructor(refusal: JournalRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}
