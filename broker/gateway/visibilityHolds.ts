import type { Schedule } from '../time/schedule.ts';
import type { Lease, LeaseBook } from './leaseBook.ts';

/** Why a message could not be kept. */
export interface HoldFailure {
  readonly reason: string;
  /** The keys of the connection may not do it. */
  readonly isDenied: boolean;
}

export interface HoldPorts {
  readonly leases: LeaseBook;
  readonly schedule: Schedule;
  /** Epoch ms. */
  now(): number;
  /**
   * Sets the visibility timeout of receives of one queue, at most ten. Never rejects.
   * @returns what failed, by receipt handle, or for all of them
   */
  extend(
    leases: readonly Lease[],
    timeoutSeconds: readonly number[],
  ): Promise<ReadonlyMap<string, HoldFailure> | HoldFailure>;
  onHeld(lease: Lease): void;
  onReleased(lease: Lease): void;
  /** A message will come back although its program is paused. */
  onFailure(lease: Lease, failure: HoldFailure): void;
}

/** From the receive on. The last two seconds of the 12 hours are rejected right after a receive (contract §6.4). */
const LONGEST_MS = 43_200_000 - 2_000;
const TOO_LONG: HoldFailure = {
  reason: 'A message can be hidden for 12 hours after it was received.',
  isDenied: false,
};
/** How long an extension lasts: a message comes back after it at the latest if the gateway is gone. */
export const EXTENSION_MS = 60_000;
/** An extension is made when less than this is left: there is time to try again. */
const MARGIN_MS = 20_000;
/** How often it is looked at, while anything is held. */
const CHECK_MS = 1_000;
const RETRY_MS = 5_000;
/** Entries of a batch. */
const BATCH = 10;

/** A receive whose program is paused. */
interface Held {
  readonly lease: Lease;
  /** What was left when it was paused; undefined if that is not known. */
  readonly leftMs: number | undefined;
  isUnderWay: boolean;
  /** Not before, epoch ms. */
  retryAt: number;
  isReported: boolean;
}

/**
 * Keeps the messages of paused programs from coming back: extends their visibility timeouts by ChangeMessageVisibilityBatch before they
 * run out, within the 12 hours that a receive may last.
 */
export class VisibilityHolds {
  private readonly ports: HoldPorts;
  private readonly held = new Map<string, Map<Lease, Held>>();
  private cancelCheck: (() => void) | undefined;

  constructor(ports: HoldPorts) {
    this.ports = ports;
  }

  /** @returns how many receives are held now */
  hold(consumerId: string): number {
    const receives = this.held.get(consumerId) ?? new Map<Lease, Held>();
    this.held.set(consumerId, receives);
    this.check();
    return receives.size;
  }

  /** @returns how many receives were held; what was left of their timeouts is left again, at least */
  release(consumerId: string): number {
    const receives = this.held.get(consumerId);
    if (receives === undefined) return 0;
    this.held.delete(consumerId);
    if (this.held.size === 0) this.stop();
    const now = this.ports.now();
    const open = [...receives.values()].filter(({ lease }) => lease.isOpen);
    for (const { lease } of open) this.ports.onReleased(lease);
    const short = open.filter(
      ({ lease, leftMs = 0, isUnderWay }) => !isUnderWay && (lease.deadline ?? now) - now < leftMs,
    );
    this.extendAll(short, ({ leftMs = 0 }) => leftMs);
    return receives.size;
  }

  /** Whether the program of a receive is paused. */
  isHeld(lease: Lease): boolean {
    return this.held.get(lease.caller.consumerId)?.has(lease) === true;
  }

  stop(): void {
    this.cancelCheck?.();
    this.cancelCheck = undefined;
  }

  private check(): void {
    this.stop();
    const now = this.ports.now();
    const due: Held[] = [];
    for (const [consumerId, receives] of this.held) {
      for (const lease of this.ports.leases.openOf(consumerId)) {
        if (!receives.has(lease)) receives.set(lease, this.take(lease, now));
      }
      for (const held of receives.values()) {
        if (!held.lease.isOpen) receives.delete(held.lease);
        else if (isDue(held, now)) due.push(held);
      }
    }
    this.extendAll(due, () => EXTENSION_MS);
    if (this.held.size > 0) this.cancelCheck = this.ports.schedule(CHECK_MS, () => this.check());
  }

  private take(lease: Lease, now: number): Held {
    this.ports.onHeld(lease);
    const leftMs = lease.deadline === undefined ? undefined : lease.deadline - now;
    return { lease, leftMs, isUnderWay: false, retryAt: 0, isReported: false };
  }

  private extendAll(receives: readonly Held[], wanted: (held: Held) => number): void {
    const byQueue = new Map<string, Held[]>();
    for (const held of receives) {
      const { queueUrl } = held.lease;
      byQueue.set(queueUrl, [...(byQueue.get(queueUrl) ?? []), held]);
    }
    for (const ofQueue of byQueue.values()) {
      for (let start = 0; start < ofQueue.length; start += BATCH)
        void this.extend(ofQueue.slice(start, start + BATCH), wanted);
    }
  }

  private async extend(receives: readonly Held[], wanted: (held: Held) => number): Promise<void> {
    const { ports } = this;
    const now = ports.now();
    const possible = receives.filter((held) => {
      const most = held.lease.receivedAt + LONGEST_MS - now;
      if (most > Math.max(1_000, (held.lease.deadline ?? now) - now)) return true;
      this.report(held, TOO_LONG);
      held.retryAt = Infinity;
      return false;
    });
    if (possible.length === 0) return;
    const seconds = possible.map((held) =>
      Math.ceil(Math.min(wanted(held), held.lease.receivedAt + LONGEST_MS - now) / 1_000),
    );
    for (const held of possible) held.isUnderWay = true;
    const failed = await ports.extend(
      possible.map(({ lease }) => lease),
      seconds,
    );
    for (const [index, held] of possible.entries()) {
      held.isUnderWay = false;
      const failure = 'get' in failed ? failed.get(held.lease.receiptHandle) : failed;
      if (failure === undefined) {
        held.isReported = false;
        if (held.lease.isOpen) ports.leases.reopen(held.lease, now + (seconds[index] ?? 0) * 1_000);
      } else {
        held.retryAt = ports.now() + RETRY_MS;
        this.report(held, failure);
      }
    }
  }

  /** Once, until an extension succeeds again. */
  private report(held: Held, failure: HoldFailure): void {
    if (held.isReported || !held.lease.isOpen) return;
    held.isReported = true;
    this.ports.onFailure(held.lease, failure);
  }
}

function isDue({ lease, isUnderWay, retryAt }: Held, now: number): boolean {
  return !isUnderWay && now >= retryAt && (lease.deadline === undefined || lease.deadline - now <= MARGIN_MS);
}
