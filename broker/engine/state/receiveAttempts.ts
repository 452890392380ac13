import { ExpiringMap } from './expiringMap.ts';
import type { Delivery } from './delivery.ts';
import type { RememberedIds } from './rememberedIds.ts';

/** What an attempt takes beside its id and messages, and each message with its receive, measured. */
const ATTEMPT_BYTES = 200;
const DELIVERY_BYTES = 700;

interface Attempt {
  readonly at: number;
  readonly deliveries: readonly Delivery[];
}

/** The response to each ReceiveRequestAttemptId of a FIFO queue, for five minutes (contract §6.8). */
export class ReceiveAttempts {
  private readonly attempts: ExpiringMap<Attempt>;
  private readonly remembered: RememberedIds;

  constructor(remembered: RememberedIds) {
    this.remembered = remembered;
    this.attempts = new ExpiringMap(
      {
        timeOf: ({ at }) => at,
        bytesOf: (id, { deliveries }) => ATTEMPT_BYTES + id.length + deliveries.length * DELIVERY_BYTES,
      },
      remembered.attempts,
    );
  }

  /** What a repeated attempt returns: all of its messages, while all of them are still invisible and unchanged. */
  findRepeatable(id: string, now: number): readonly Delivery[] | undefined {
    const deliveries = this.attempts.get(id, now)?.deliveries;
    const isRepeatable = deliveries?.every(
      (delivery) => isKept(delivery) && delivery.message.state === 'inFlight',
    );
    return isRepeatable === true ? deliveries : undefined;
  }

  /** It can no longer be repeated, nor used for another receive: one of its messages has changed. */
  isSpent(id: string, now: number): boolean {
    return this.attempts.get(id, now)?.deliveries.some((delivery) => !isKept(delivery)) === true;
  }

  remember(id: string, deliveries: readonly Delivery[], at: number): void {
    this.attempts.set(id, { at, deliveries });
    this.remembered.attempts.bound(this.remembered.attemptBytes);
  }

  /** Moves every window; for a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.attempts.replaceAll((attempt) => ({ ...attempt, at: attempt.at + byMs }));
  }

  clear(): void {
    this.attempts.clear();
  }
}

/** The message was not deleted, moved, received again, or given another visibility timeout; its timeout may have run out. */
function isKept(delivery: Delivery): boolean {
  const { message } = delivery;
  return message.delivery === delivery && message.state !== 'gone' && !delivery.isChanged;
}
