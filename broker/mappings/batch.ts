import { EventSize, writeEvent } from './payload.ts';
import type { GatheredMessage } from './ports.ts';

/** Messages for one invocation. */
export class Batch {
  private readonly gathered: GatheredMessage[] = [];
  private size = new EventSize();
  private firstLeaseEnd = Infinity;
  /** When it is handed over at the latest, epoch ms. */
  readonly closesAt: number;
  /** Of invocations that were throttled. */
  tries = 0;
  /** When it is tried again; undefined: it is not throttled. */
  retryAt: number | undefined;
  /** The process that has it is stopped at a breakpoint. */
  isPaused = false;
  /** FIFO queues: the rest of what was received with it, which comes after it. */
  rest: readonly GatheredMessage[] = [];

  constructor(closesAt: number) {
    this.closesAt = closesAt;
  }

  get messages(): readonly GatheredMessage[] {
    return this.gathered;
  }

  get receiptHandles(): readonly string[] {
    return this.gathered.map(({ receiptHandle }) => receiptHandle);
  }

  /** When the first of its messages is visible again, epoch ms. */
  get leaseEndsAt(): number {
    return this.firstLeaseEnd;
  }

  /** @returns false: the event would be too large */
  add(message: GatheredMessage): boolean {
    if (!this.size.tryAdd(message.bytes)) return false;
    this.firstLeaseEnd = Math.min(this.firstLeaseEnd, message.leaseEndsAt);
    this.gathered.push(message);
    return true;
  }

  /** Lets those go whose visibility timeout is over. @returns how many */
  dropExpired(now: number): number {
    if (this.firstLeaseEnd > now) return 0;
    const before = this.gathered.splice(0);
    this.size = new EventSize();
    this.firstLeaseEnd = Infinity;
    for (const message of before) if (message.leaseEndsAt > now) this.add(message);
    return before.length - this.gathered.length;
  }

  writeEvent(): string {
    return writeEvent(this.gathered.map(({ record }) => record));
  }
}
