/** What is to happen at a time, in the order of the times; at one time, in the order in which it was set. */
export class Agenda {
  now: number;
  private entries: Entry[] = [];
  private nextOrder = 0;
  /** Called after everything of one time has happened. */
  private readonly settle: () => void;

  constructor(now: number, settle: () => void) {
    this.now = now;
    this.settle = settle;
  }

  set(at: number, run: () => void): Entry {
    const entry = { at, order: this.nextOrder++, run };
    this.entries.push(entry);
    return entry;
  }

  cancel(entry: Entry | undefined): void {
    this.entries = this.entries.filter((other) => other !== entry);
  }

  /** Lets happen what is due now. */
  runDue(): void {
    for (;;) {
      const due = this.entries.filter(({ at }) => at <= this.now);
      const [first] = due.sort((one, other) => one.at - other.at || one.order - other.order);
      if (first === undefined) return;
      this.cancel(first);
      first.run();
    }
  }

  advance(byMs: number): void {
    const until = this.now + byMs;
    for (;;) {
      const next = Math.min(...this.entries.map(({ at }) => at));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      this.runDue();
      this.settle();
    }
    this.now = until;
    this.runDue();
    this.settle();
  }
}

export interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}
