import { SqsCaller } from '../client/sqsCaller.ts';
import type { SqsCredentials } from '../client/sqsSigner.ts';
import type { LoadProgress, LoadReport } from '../protocol/load.ts';
import { LoadCounts } from './loadCounts.ts';
import { createLoadMessages } from './loadMessages.ts';
import type { LoadOptions } from './loadOptions.ts';
import { createPace, type Pace } from './loadPace.ts';
import { LOAD_USER_AGENT, LoadQueueWatch } from './loadQueueWatch.ts';

/** How often due messages are looked for; several may be due at once. */
const TICK_MS = 1;

/**
 * Sends messages at their times, each whether or not the ones before are answered, as long as a connection is free. One
 * that waits for a connection counts its wait as latency: a slow answer must not hide how many others it delayed.
 */
export class LoadTest {
  private readonly options: LoadOptions;
  private readonly caller: SqsCaller;
  private readonly watch: LoadQueueWatch;
  private readonly counts = new LoadCounts();
  /** Undefined: as fast as the connections go. */
  private readonly pace: Pace | undefined;
  private readonly nextMessage: () => { readonly members: object; readonly chunks: number };
  private startedAt = 0;
  private endedAt: number | undefined;
  private planned = 0;
  private pending = 0;
  private behind = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private isOver = false;
  private finish: () => void = () => undefined;

  /** Throws Node's error if the template cannot be read. */
  constructor(options: LoadOptions, credentials: SqsCredentials) {
    this.options = options;
    this.nextMessage = createLoadMessages(options);
    this.pace = options.perSecond === 0 ? undefined : createPace(options);
    this.caller = new SqsCaller(options.queueUrl, {
      credentials,
      userAgent: LOAD_USER_AGENT,
      connections: options.connections,
    });
    this.watch = new LoadQueueWatch(options.queueUrl, credentials);
  }

  /** Resolves at the end of the test, or after {@link stop}, once all responses have arrived. */
  async run(): Promise<LoadReport> {
    await this.watch.open();
    this.startedAt = performance.now();
    const ended = new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
    await ended;
    const queue = await this.watch.read(this.counts.sent);
    this.caller.close();
    this.watch.close();
    const report = this.counts.report(this.elapsedMs(), this.behind);
    return queue === undefined ? report : { ...report, queue };
  }

  /** Sends no more. */
  stop(): void {
    this.isStopped = true;
    this.tick();
  }

  /** The results so far; the latencies are those since the previous call. */
  async takeProgress(): Promise<LoadProgress> {
    const queue = await this.watch.read(this.counts.sent);
    const progress = this.counts.takeProgress(this.elapsedMs());
    return queue === undefined ? progress : { ...progress, queue };
  }

  private elapsedMs(): number {
    return this.startedAt === 0 ? 0 : (this.endedAt ?? performance.now()) - this.startedAt;
  }

  private tick(): void {
    // Nothing is due while the queue is being read for the first time.
    if (this.startedAt === 0) return;
    const elapsedMs = this.elapsedMs();
    if (!this.isStopped && elapsedMs < this.options.durationMs) {
      this.sendDue(elapsedMs);
      return;
    }
    if (!this.isOver) {
      this.isOver = true;
      const due = this.pace?.countDue(Math.min(elapsedMs, this.options.durationMs)) ?? this.planned;
      this.behind = Math.max(0, due - this.planned);
    }
    if (this.pending === 0 && this.endedAt === undefined) {
      this.endedAt = performance.now();
      clearInterval(this.timer);
      this.finish();
    }
  }

  private sendDue(elapsedMs: number): void {
    const { pace } = this;
    const due = pace === undefined ? Number.POSITIVE_INFINITY : pace.countDue(elapsedMs);
    while (this.pending < this.options.connections && this.planned < due) {
      const dueAt = pace === undefined ? performance.now() : this.startedAt + pace.dueAt(this.planned);
      this.planned++;
      void this.sendOne(dueAt);
    }
  }

  private async sendOne(dueAt: number): Promise<void> {
    const { members, chunks } = this.nextMessage();
    this.pending++;
    const { status, error } = await this.caller.call('SendMessage', members);
    this.pending--;
    if (status === 200) this.counts.addSent(performance.now() - dueAt, chunks);
    else this.counts.addFailed(error);
    this.tick();
  }
}
