import { LoadCaller } from './loadCaller.ts';
import { LoadCounts, type LoadReport } from './loadCounts.ts';
import { createLoadMessages } from './loadMessages.ts';
import type { LoadOptions } from './loadOptions.ts';

/** How often due messages are looked for; several may be due at once. */
const TICK_MS = 1;

/**
 * Sends messages at a fixed rate, each at its time whether or not the ones before are answered, as long as a connection
 * is free. One that waits for a connection counts its wait as latency: a slow answer must not hide how many others it
 * delayed.
 */
export class LoadTest {
  private readonly options: LoadOptions;
  private readonly caller: LoadCaller;
  private readonly counts = new LoadCounts();
  private readonly nextMessage: () => { readonly members: object; readonly chunks: number };
  private startedAt = 0;
  private endedAt: number | undefined;
  private planned = 0;
  private pending = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private finish: () => void = () => undefined;

  /** Throws Node's error when the template cannot be read. */
  constructor(options: LoadOptions, accessKeyId: string) {
    this.options = options;
    this.nextMessage = createLoadMessages(options);
    this.caller = new LoadCaller(options.queueUrl, options.connections, accessKeyId);
  }

  /** Resolves when the time is over, or after {@link stop}, and all answers are there. */
  async run(): Promise<LoadReport> {
    this.startedAt = performance.now();
    const ended = new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
    await ended;
    this.caller.close();
    return this.report();
  }

  /** Sends no more. */
  stop(): void {
    this.isStopped = true;
    this.tick();
  }

  /** What it has come to so far. */
  report(): LoadReport {
    return this.counts.report((this.endedAt ?? performance.now()) - this.startedAt);
  }

  private tick(): void {
    const elapsed = performance.now() - this.startedAt;
    const isOver = this.isStopped || elapsed >= this.options.durationMs;
    if (!isOver) this.sendDue(elapsed);
    else if (this.pending === 0 && this.endedAt === undefined) {
      this.endedAt = performance.now();
      clearInterval(this.timer);
      this.finish();
    }
  }

  private sendDue(elapsedMs: number): void {
    const { perSecond, connections } = this.options;
    const due = perSecond === 0 ? Number.POSITIVE_INFINITY : Math.floor((elapsedMs * perSecond) / 1000) + 1;
    while (this.pending < connections && this.planned < due) {
      const dueAt = perSecond === 0 ? performance.now() : this.startedAt + (this.planned * 1000) / perSecond;
      this.planned++;
      void this.sendOne(dueAt);
    }
  }

  private async sendOne(dueAt: number): Promise<void> {
    const { members, chunks } = this.nextMessage();
    this.pending++;
    const { status, error } = await this.caller.send(members);
    this.pending--;
    if (status === 200) this.counts.addSent(performance.now() - dueAt, chunks);
    else this.counts.addFailed(error);
    this.tick();
  }
}
