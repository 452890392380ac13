import type { Schedule } from '../time/schedule.ts';
import type { OwnCalls } from './ownCalls.ts';
import type { QueueBook } from './queueBook.ts';

export interface QueueSettingsPorts {
  readonly queues: QueueBook;
  readonly ownCalls: OwnCalls;
  readonly region: string;
  readonly schedule: Schedule;
  /** @param visibilityMs of the queue */
  onTimeout(arn: string, visibilityMs: number): void;
}

/** Between a call that failed and the next one; then twice as long, and so on. */
const RETRY_MS = 2_000;
/** In a row; the next receive begins again. */
const ATTEMPTS = 5;

/** Reads the settings of queues: without its visibility timeout, nothing is known of when a message comes back. */
export class QueueSettings {
  private readonly ports: QueueSettingsPorts;
  private readonly retries = new Set<() => void>();
  private isStopped = false;

  constructor(ports: QueueSettingsPorts) {
    this.ports = ports;
  }

  /** Until the endpoint says them, or that the keys may not read them. @param url as the endpoint knows the queue */
  async ask(arn: string, url: string, attempt = 1): Promise<void> {
    const { ports } = this;
    const { queues, ownCalls, region } = ports;
    const input = { QueueUrl: url, AttributeNames: ['All'] };
    const answer = await ownCalls.call('GetQueueAttributes', input, region);
    if (answer.ok) {
      queues.learn(arn, answer.output['Attributes']);
      const timeoutMs = queues.find(arn)?.visibilityMs;
      if (timeoutMs !== undefined) ports.onTimeout(arn, timeoutMs);
    } else if (answer.isDenied || this.isStopped) return;
    else if (attempt === ATTEMPTS) queues.askAgain(arn);
    else {
      const cancel = ports.schedule(RETRY_MS * 2 ** (attempt - 1), () => {
        this.retries.delete(cancel);
        void this.ask(arn, url, attempt + 1);
      });
      this.retries.add(cancel);
    }
  }

  stop(): void {
    this.isStopped = true;
    for (const cancel of this.retries) cancel();
    this.retries.clear();
  }
}
