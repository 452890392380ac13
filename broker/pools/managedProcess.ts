import type { ReceiveGate } from '../engine/state/receiveGate.ts';
import type { PoolProcess, PoolProcessEnd, PoolProcessState } from '../protocol/pools.ts';
import { Leases } from './leases.ts';

/** States in which a process counts as capacity. */
const ACTIVE: readonly PoolProcessState[] = ['starting', 'inService'];

export interface ProcessOptions {
  readonly number: number;
  readonly name: string;
  /** Its access key id, which it has to itself. */
  readonly consumerId: string;
  readonly now: number;
  /** When its warm-up ends; undefined: with its first receive. */
  readonly warmUntil: number | undefined;
  readonly isProtected: boolean;
  /** It asks for messages. */
  readonly onReceive: (process: ManagedProcess) => void;
}

/** One process of a pool, as the broker knows it: what it was asked to do, and what it has in flight. */
export class ManagedProcess implements ReceiveGate {
  readonly number: number;
  readonly name: string;
  readonly consumerId: string;
  readonly leases = new Leases();
  state: PoolProcessState = 'starting';
  /** Of the state, epoch ms on the broker's clock. */
  since: number;
  /** When its warm-up, its draining or its grace period ends. */
  deadline: number | undefined;
  processId: number | undefined;
  /** It was drained: it gets no more messages. */
  isClosed = false;
  isPaused = false;
  isProtected: boolean;
  /** It was asked to end, or killed: its end is no crash. */
  isAsked = false;
  /** Its runner has reported that it runs. */
  isStarted = false;
  /** SIGKILL was ordered. */
  isKilled = false;
  /** It has asked for messages after SIGTERM. */
  isLate = false;
  end: PoolProcessEnd | undefined;
  private servesFrom: number | undefined;
  private readonly onReceive: (process: ManagedProcess) => void;

  constructor(options: ProcessOptions) {
    this.number = options.number;
    this.name = options.name;
    this.consumerId = options.consumerId;
    this.since = options.now;
    this.deadline = options.warmUntil;
    this.isProtected = options.isProtected;
    this.onReceive = options.onReceive;
  }

  /** Whether it counts as capacity of the pool. */
  get isActive(): boolean {
    return ACTIVE.includes(this.state);
  }

  noteReceive(): void {
    this.onReceive(this);
  }

  /** How long it has been in service, ms. */
  servedMs(now: number): number {
    return this.servesFrom === undefined ? 0 : now - this.servesFrom;
  }

  become(state: PoolProcessState, at: number, deadline?: number): void {
    this.state = state;
    this.since = at;
    this.deadline = deadline;
    if (state === 'inService') this.servesFrom = at;
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    this.since -= byMs;
    if (this.servesFrom !== undefined) this.servesFrom -= byMs;
    if (this.deadline !== undefined) this.deadline -= byMs;
  }

  describe(): PoolProcess {
    const { number, name, state, since, consumerId, processId, isPaused, isProtected, end, leases } = this;
    return {
      number,
      name,
      state,
      since,
      consumerId,
      ...(processId === undefined ? {} : { processId }),
      leases: end === undefined ? leases.count : 0,
      ...(isPaused ? { isPaused } : {}),
      ...(isProtected ? { isProtected } : {}),
      ...(end === undefined ? {} : { end }),
    };
  }
}
