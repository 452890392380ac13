import type { Delivery } from '../engine/state/delivery.ts';

/** So many may be over before they are looked for. */
const MINIMUM_SWEEP = 64;

/** The messages that one process has in flight. */
export class Leases {
  private readonly deliveries = new Set<Delivery>();
  /** How many there may be before those that are over are removed. */
  private sweepAt = MINIMUM_SWEEP;

  add(delivery: Delivery): void {
    this.deliveries.add(delivery);
    if (this.deliveries.size < this.sweepAt) return;
    this.sweep();
    this.sweepAt = Math.max(MINIMUM_SWEEP, 2 * this.deliveries.size);
  }

  /** Those that are still in flight, the oldest first. */
  list(): readonly Delivery[] {
    this.sweep();
    return [...this.deliveries];
  }

  /** Ends at the first one that is still in flight: it may be asked with each event, of thousands of messages. */
  get isEmpty(): boolean {
    for (const delivery of this.deliveries) {
      if (isInFlight(delivery)) return false;
      this.deliveries.delete(delivery);
    }
    return true;
  }

  get count(): number {
    this.sweep();
    return this.deliveries.size;
  }

  /** A lease can end in many ways, such as a purge of its queue: the message itself tells. */
  private sweep(): void {
    for (const delivery of this.deliveries) if (!isInFlight(delivery)) this.deliveries.delete(delivery);
  }
}

function isInFlight(delivery: Delivery): boolean {
  const { message } = delivery;
  return message.state === 'inFlight' && message.delivery === delivery;
}
