import { Batch } from './batch.ts';
import type { MappingSettings } from './mapping.ts';
import type { GatheredMessage } from './ports.ts';

/** What was received and is not with the function yet: at most one batch that is open, and what does not fit into it. */
export class Gathering {
  private open: Batch | undefined;
  private incoming: GatheredMessage[] = [];

  get isEmpty(): boolean {
    return this.open === undefined && this.incoming.length === 0;
  }

  get hasOpen(): boolean {
    return this.open !== undefined;
  }

  /** Of the open batch. */
  get count(): number {
    return this.open?.messages.length ?? 0;
  }

  /** When the window of the open batch ends, epoch ms. */
  get closesAt(): number | undefined {
    return this.open?.closesAt;
  }

  push(...messages: readonly GatheredMessage[]): void {
    this.incoming.push(...messages);
  }

  /**
   * Puts what came into the open batch, as far as it fits: a batch is cut, and the rest is for the next one. A window begins
   * with the first message.
   */
  gather(now: number, { batchSize, windowSeconds }: MappingSettings): void {
    if (this.incoming.length === 0) return;
    this.open ??= new Batch(now + windowSeconds * 1000);
    let added = 0;
    for (const message of this.incoming) {
      if (this.open.messages.length >= batchSize || !this.open.add(message)) break;
      added++;
    }
    this.incoming.splice(0, added);
  }

  /** Whether more messages may be received for the open batch, or for a new one. */
  hasRoom(now: number, batchSize: number): boolean {
    return (
      this.incoming.length === 0 && (this.open === undefined || !this.isClosed(this.open, now, batchSize))
    );
  }

  /** The open batch, if it is to be handed over now. @param isLast no more messages come */
  findClosed(now: number, batchSize: number, isLast: boolean): Batch | undefined {
    const { open } = this;
    return open !== undefined && (isLast || this.isClosed(open, now, batchSize)) ? open : undefined;
  }

  /** The open batch is handed over. @param isFifo what is left waits for its end */
  close(batch: Batch, isFifo: boolean): void {
    this.open = undefined;
    if (isFifo) batch.rest = this.incoming.splice(0);
  }

  /** Lets go what is visible again. @returns how many messages */
  dropExpired(now: number): number {
    const { open } = this;
    const dropped = open?.dropExpired(now) ?? 0;
    if (open?.messages.length === 0) this.open = undefined;
    const kept = this.incoming.filter(({ leaseEndsAt }) => leaseEndsAt > now);
    const lost = this.incoming.length - kept.length;
    this.incoming = kept;
    return dropped + lost;
  }

  private isClosed(open: Batch, now: number, batchSize: number): boolean {
    // Something is left when the next message does not fit.
    return now >= open.closesAt || open.messages.length >= batchSize || this.incoming.length > 0;
  }
}
