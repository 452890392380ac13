/** How a program ended, as far as is known: neither, if a debugger does not say it. */
export interface OrderedEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A program that the broker orders to be started and ended. */
export interface OrderedProgram {
  /** undefined: not known yet. */
  readonly pid: number | undefined;
  /** Of a program whose id is not known at its start; may never resolve. */
  readonly laterPid?: Promise<number>;
  /** The last lines that it printed, the oldest first. */
  readonly lastLines: readonly string[];
  readonly ended: Promise<OrderedEnd>;
  /** SIGTERM. @param graceMs until SIGKILL; absent: whoever asks decides that */
  stop(graceMs?: number): unknown;
  /** SIGKILL. */
  kill(): void;
}

/** What became of a start; `failure` is a sentence. */
export type OrderedStart<P extends OrderedProgram = OrderedProgram> =
  | { readonly ok: true; readonly program: P }
  | { readonly ok: false; readonly failure: string };

/** Programs by the numbers of their orders. What is to be done with one may be ordered before it has been started. */
export class OrderedPrograms<P extends OrderedProgram = OrderedProgram> {
  private readonly programs = new Map<number, Promise<OrderedStart<P>>>();
  private readonly idle: (() => void)[] = [];

  /** How many were ordered and have not been forgotten. */
  get count(): number {
    return this.programs.size;
  }

  /** A defect of a start is a failure of that program: its end is still reported, and whoever ends all does not wait for it. */
  start(number: number, start: () => Promise<OrderedStart<P>>): Promise<OrderedStart<P>> {
    const started = startSafely(start);
    this.programs.set(number, started);
    return started;
  }

  /** Does something with a program once it runs; nothing, if it does not. */
  use(number: number, act: (program: P) => void): void {
    void this.programs.get(number)?.then((started) => {
      if (started.ok) act(started.program);
    });
  }

  /** It has ended, or could not be started. */
  forget(number: number): void {
    this.programs.delete(number);
    if (this.programs.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  /** SIGTERM for all, and SIGKILL after the grace. Resolves when they have been forgotten. */
  async endAll(graceMs: number): Promise<void> {
    for (const number of this.programs.keys()) this.use(number, (program) => void program.stop(graceMs));
    await this.waitUntilIdle();
  }

  /** SIGKILL for all. Resolves when they have been forgotten. */
  async killAll(): Promise<void> {
    for (const number of this.programs.keys()) this.use(number, (program) => program.kill());
    await this.waitUntilIdle();
  }

  private waitUntilIdle(): Promise<void> {
    if (this.programs.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.idle.push(resolve);
    });
  }
}

async function startSafely<P extends OrderedProgram>(
  start: () => Promise<OrderedStart<P>>,
): Promise<OrderedStart<P>> {
  try {
    return await start();
  } catch (error) {
    return { ok: false, failure: error instanceof Error ? error.message : String(error) };
  }
}
