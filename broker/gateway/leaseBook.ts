import type { Caller } from '../engine/base/caller.ts';
import { forgetOldest } from '../engine/base/forgetOldest.ts';
import { IndexedHeap } from '../engine/state/indexedHeap.ts';
import type { Schedule } from '../time/schedule.ts';
import { RecentMap } from '../trace/recentMap.ts';

/**
 * Why a receive has ended: its timeout ran out or the message was received again, as it follows from other calls, or a call ended it (a
 * deletion, a timeout of 0, the purge or deletion of its queue).
 */
export type LeaseEnd = 'expired' | 'receivedAgain' | 'call';

/** A receive of a message by a program of this gateway. */
export interface Lease {
  readonly messageNumber: number;
  readonly queueArn: string;
  /** As the endpoint knows it. */
  readonly queueUrl: string;
  readonly receiptHandle: string;
  readonly caller: Caller;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly sentAt: number | undefined;
  readonly groupId: string | undefined;
  readonly receiveCount: number | undefined;
  /** When its visibility timeout is over, epoch ms; undefined: it is not known. */
  deadline: number | undefined;
  /** It has not been deleted, and its timeout has not run out, as far as is known. */
  isOpen: boolean;
  /** Of one that is not open. */
  end?: LeaseEnd | undefined;
  heapPlace: number;
}

export interface LeasePorts {
  /** Epoch ms. */
  now(): number;
  readonly schedule: Schedule;
  /** Its visibility timeout must have run out. */
  onExpired(lease: Lease): void;
}

/** Leases that are remembered, open or not; a queue may have 120,000 messages in flight. */
const MAXIMUM_LEASES = 50_000;
const MAXIMUM_OF_CONSUMER = 1_000;
const MAXIMUM_CONSUMERS = 1_000;
const NONE: ReadonlySet<Lease> = new Set();

/** What programs received and have not deleted. One timer waits for the first timeout, if there is one. */
export class LeaseBook {
  private readonly ports: LeasePorts;
  private readonly byHandle = new RecentMap<string, Lease>(MAXIMUM_LEASES);
  private readonly byMessage = new RecentMap<number, Lease>(MAXIMUM_LEASES);
  private readonly deadlines = new IndexedHeap<Lease>({
    get: (lease) => lease.heapPlace,
    set: (lease, place) => {
      lease.heapPlace = place;
    },
  });
  private readonly byConsumer = new Map<string, Set<Lease>>();
  private cancelTimer: (() => void) | undefined;

  constructor(ports: LeasePorts) {
    this.ports = ports;
  }

  find(receiptHandle: string): Lease | undefined {
    return this.byHandle.get(receiptHandle);
  }

  /** The newest lease of a message. */
  findOf(messageNumber: number): Lease | undefined {
    return this.byMessage.get(messageNumber);
  }

  /** Those of a consumer that have not ended. */
  openOf(consumerId: string): ReadonlySet<Lease> {
    return this.byConsumer.get(consumerId) ?? NONE;
  }

  /** Those of all consumers that have not ended. */
  *openOfAll(): IterableIterator<Lease> {
    for (const leases of this.byConsumer.values()) yield* leases;
  }

  add(lease: Lease): void {
    this.byHandle.set(lease.receiptHandle, lease);
    this.byMessage.set(lease.messageNumber, lease);
    // What is forgotten there must not wait here.
    while (this.deadlines.size >= MAXIMUM_LEASES) this.deadlines.shiftUpTo(Infinity);
    if (lease.isOpen) this.reopen(lease, lease.deadline);
  }

  /** Its timeout begins or changes. @param deadline epoch ms; undefined: none is known */
  reopen(lease: Lease, deadline: number | undefined): void {
    lease.isOpen = true;
    lease.end = undefined;
    lease.deadline = deadline;
    const { consumerId } = lease.caller;
    const leases = this.byConsumer.get(consumerId) ?? new Set();
    this.byConsumer.set(consumerId, leases.add(lease));
    forgetOldest(leases, MAXIMUM_OF_CONSUMER);
    forgetOldest(this.byConsumer, MAXIMUM_CONSUMERS);
    if (deadline === undefined) this.deadlines.remove(lease);
    else this.deadlines.put(lease, deadline);
    this.wait();
  }

  /** The message is deleted, or was received again. */
  end(lease: Lease, end: LeaseEnd): void {
    this.close(lease, end);
    this.deadlines.remove(lease);
    this.wait();
  }

  /** The open leases of a queue. */
  listOf(queueArn: string): readonly Lease[] {
    return [...this.byMessage.values()].filter((lease) => lease.isOpen && lease.queueArn === queueArn);
  }

  stop(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }

  private wait(): void {
    this.stop();
    const first = this.deadlines.peekKey();
    if (first === undefined) return;
    this.cancelTimer = this.ports.schedule(Math.max(0, first - this.ports.now()), () => this.expire());
  }

  private expire(): void {
    this.cancelTimer = undefined;
    const now = this.ports.now();
    for (let lease = this.deadlines.shiftUpTo(now); lease; lease = this.deadlines.shiftUpTo(now)) {
      this.close(lease, 'expired');
      this.ports.onExpired(lease);
    }
    this.wait();
  }

  private close(lease: Lease, end: LeaseEnd): void {
    lease.isOpen = false;
    lease.end = end;
    const { consumerId } = lease.caller;
    const leases = this.byConsumer.get(consumerId);
    leases?.delete(lease);
    if (leases?.size === 0) this.byConsumer.delete(consumerId);
  }
}
