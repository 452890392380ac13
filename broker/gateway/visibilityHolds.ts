import type { Schedule } from '../time/schedule.ts';
import type { Lease, LeaseBook } from './leaseBook.ts';

/** Why a message could not be kept. */
export interface HoldFailure {
  readonly reason: string;
  /** The keys of the connection may not do it. */
  readonly isDenied: boolean;
}

/** What the visibility timeout of a receive is to be. */
export interface WantedTimeout {
  readonly lease: Lease;
  readonly timeoutSeconds: number;
  /** False: nothing has said what it was at the pause. */
  readonly isTimeoutKnown: boolean;
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
  extend(wanted: readonly WantedTimeout[]): Promise<ReadonlyMap<string, HoldFailure> | HoldFailure>;
  /** Visibility timeout of a queue, ms; undefined: it is not known, or not yet. */
  timeoutOf(queueArn: string): number | undefined;
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
/**
 * From the receive on, while its timeout is not known: the settings of the queue have come by then if they may be read, and of the 30 s
 * that queues have by default, the margin is left.
 */
const UNKNOWN_DUE_MS = 10_000;
/**
 * What is left when a program continues if an extension has replaced a timeout that nothing said: longer than most queues have, since
 * what comes back early is processed twice.
 */
export const UNKNOWN_LEFT_MS = 600_000;
/** How often it is looked at, while anything is held. */
const CHECK_MS = 1_000;
const RETRY_MS = 5_000;
/** Entries of a batch. */
const BATCH = 10;

/** A receive whose program is paused, or has continued and does not have back yet what was left. */
interface Held {
  readonly lease: Lease;
  /** When it was paused, epoch ms. */
  heldAt: number;
  /** What was left then; undefined if it was not known then. */
  leftMs: number | undefined;
  /** When its program continued, epoch ms. */
  releasedAt: number | undefined;
  /** Its timeout is one that was set here. */
  isExtended: boolean;
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
  /** Those of programs that have continued. */
  private readonly restoring = new Map<Lease, Held>();
  private cancelCheck: (() => void) | undefined;
  private isStopped = false;

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
    const now = this.ports.now();
    for (const held of receives.values()) {
      if (!held.lease.isOpen) continue;
      this.ports.onReleased(held.lease);
      held.releasedAt = now;
      this.restoring.set(held.lease, held);
    }
    this.check();
    return receives.size;
  }

  /** Whether the program of a receive is paused. */
  isHeld(lease: Lease): boolean {
    return this.held.get(lease.caller.consumerId)?.has(lease) === true;
  }

  stop(): void {
    this.isStopped = true;
    this.cancelCheck?.();
  }

  private check(): void {
    if (this.isStopped) return;
    this.cancelCheck?.();
    this.cancelCheck = undefined;
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
    for (const held of this.restoring.values()) {
      if (held.isUnderWay) continue;
      if (!held.lease.isOpen || (held.lease.deadline ?? Infinity) >= this.restoredUntil(held))
        this.restoring.delete(held.lease);
      else if (now >= held.retryAt) due.push(held);
    }
    this.extendAll(due);
    if (this.held.size + this.restoring.size > 0)
      this.cancelCheck = this.ports.schedule(CHECK_MS, () => this.check());
  }

  private take(lease: Lease, now: number): Held {
    this.ports.onHeld(lease);
    const before = this.restoring.get(lease);
    if (before === undefined) {
      const leftMs = lease.deadline === undefined ? undefined : lease.deadline - now;
      return {
        lease,
        heldAt: now,
        leftMs,
        releasedAt: undefined,
        isExtended: false,
        isUnderWay: false,
        retryAt: 0,
        isReported: false,
      };
    }
    // It is paused again before it has back what was left at the first pause.
    this.restoring.delete(lease);
    if (this.leftOf(before) !== undefined)
      before.leftMs = Math.max(this.restoredUntil(before), lease.deadline ?? now) - now;
    before.heldAt = now;
    before.releasedAt = undefined;
    return before;
  }

  /** What was left at the pause; a queue may say its timeout only later. */
  private leftOf({ lease, heldAt, leftMs }: Held): number | undefined {
    if (leftMs !== undefined) return leftMs;
    const timeoutMs = this.ports.timeoutOf(lease.queueArn);
    return timeoutMs === undefined ? undefined : Math.max(0, lease.receivedAt + timeoutMs - heldAt);
  }

  /** The earliest end of the timeout of a program that has continued, epoch ms. */
  private restoredUntil(held: Held): number {
    const leftMs = this.leftOf(held) ?? (held.isExtended ? UNKNOWN_LEFT_MS : 0);
    return Math.min((held.releasedAt ?? held.heldAt) + leftMs, held.lease.receivedAt + LONGEST_MS);
  }

  private wantedMs(held: Held, now: number): number {
    return held.releasedAt === undefined ? EXTENSION_MS : this.restoredUntil(held) - now;
  }

  private extendAll(receives: readonly Held[]): void {
    const byQueue = new Map<string, Held[]>();
    for (const held of receives) {
      const { queueUrl } = held.lease;
      byQueue.set(queueUrl, [...(byQueue.get(queueUrl) ?? []), held]);
    }
    for (const ofQueue of byQueue.values()) {
      for (let start = 0; start < ofQueue.length; start += BATCH)
        void this.extend(ofQueue.slice(start, start + BATCH));
    }
  }

  private async extend(receives: readonly Held[]): Promise<void> {
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
    const wanted = possible.map((held) => ({
      lease: held.lease,
      timeoutSeconds: Math.ceil(
        Math.min(this.wantedMs(held, now), held.lease.receivedAt + LONGEST_MS - now) / 1_000,
      ),
      isTimeoutKnown: this.leftOf(held) !== undefined,
    }));
    for (const held of possible) held.isUnderWay = true;
    const failed = await ports.extend(wanted);
    for (const [index, held] of possible.entries()) {
      held.isUnderWay = false;
      const failure = 'get' in failed ? failed.get(held.lease.receiptHandle) : failed;
      if (failure === undefined) {
        held.isReported = false;
        held.isExtended = true;
        if (held.lease.isOpen)
          ports.leases.reopen(held.lease, now + (wanted[index]?.timeoutSeconds ?? 0) * 1_000);
      } else {
        held.retryAt = ports.now() + RETRY_MS;
        this.report(held, failure);
      }
    }
    // The program of some may have continued meanwhile: what was left is given back at once.
    if (possible.some(({ releasedAt }) => releasedAt !== undefined)) this.check();
  }

  /** Once, until an extension succeeds again. */
  private report(held: Held, failure: HoldFailure): void {
    if (held.isReported || !held.lease.isOpen) return;
    held.isReported = true;
    this.ports.onFailure(held.lease, failure);
  }
}

function isDue({ lease, isUnderWay, retryAt }: Held, now: number): boolean {
  if (isUnderWay || now < retryAt) return false;
  return lease.deadline === undefined
    ? now >= lease.receivedAt + UNKNOWN_DUE_MS
    : lease.deadline - now <= MARGIN_MS;
}
