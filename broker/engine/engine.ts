import type { Holder } from './base/caller.ts';
import type { EngineEvent, EngineListener, IdleCall, IdleCallListener } from './events.ts';
import type { IdentityKey } from './base/identity.ts';
import { LIMITS, type Limits } from './base/limits.ts';
import type { MoveTask } from './state/moveTask.ts';
import type { EnginePorts } from './base/ports.ts';
import type { Queue } from './state/queue.ts';
import type { ReceiveGate } from './state/receiveGate.ts';
import { RememberedIds } from './state/rememberedIds.ts';
import { Timers } from './state/timers.ts';

export interface EngineOptions {
  /** Default: `strict`. */
  readonly limits?: Limits;
  readonly identityKey: IdentityKey;
  /** What receive attempts that are remembered may take in memory; beyond it the oldest are forgotten. Default: 256 MiB. */
  readonly attemptBytes?: number | undefined;
}

const ATTEMPT_BYTES = 256 * 1_048_576;

/**
 * The queues and their deadlines. It does no I/O and uses only the clock that it is given; the operations on messages
 * are in other files, one operation each. Every operation starts with {@link Engine.begin} and ends with {@link
 * Engine.settle}.
 */
export class Engine {
  readonly ports: EnginePorts;
  readonly limits: Limits;
  readonly identityKey: IdentityKey;
  readonly timers = new Timers();
  readonly remembered: RememberedIds;
  readonly moveTasks = new Map<string, MoveTask>();
  /** ARN of a deleted queue to the time of its deletion, while its name is blocked. */
  readonly deletedAt = new Map<string, number>();
  /** Consumers and processes whose visibility timeouts are paused. */
  readonly holds = new Set<Holder>();
  /** By consumer id. */
  readonly gates = new Map<string, ReceiveGate>();
  private readonly byArn = new Map<string, Queue>();
  /** By region, account, name: three looks at short texts cost less than making the ARN that would be one. */
  private readonly byName = new Map<string, Map<string, Map<string, Queue>>>();
  private listeners: readonly EngineListener[] = [];
  private readonly idleCallListeners: IdleCallListener[] = [];
  /** Queues with waiting receives that may have new messages to deliver. */
  private readonly awakened = new Set<Queue>();
  private readonly serveWaiters: (engine: Engine, queue: Queue) => void;
  private lastQueueNumber = 0;
  private lastMessageNumber = 0;

  /** Use `createEngine`. `serveWaiters` is the receive operation's part of {@link settle}. */
  constructor(
    ports: EnginePorts,
    options: EngineOptions,
    serveWaiters: (engine: Engine, queue: Queue) => void,
  ) {
    this.ports = ports;
    this.limits = options.limits ?? LIMITS.strict;
    this.identityKey = options.identityKey;
    this.remembered = new RememberedIds(this.timers, options.attemptBytes ?? ATTEMPT_BYTES, () =>
      ports.onIdsForgotten?.(),
    );
    this.serveWaiters = serveWaiters;
    ports.clock.onWake(() => {
      const metCount = this.timers.runDue(ports.clock.now());
      this.settle();
      return metCount;
    });
  }

  /**
   * Listeners are called synchronously for each event, in the order of registration. Returns a function that removes
   * the listener.
   */
  onEvent(listener: EngineListener): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      // Another list: it may be called while the others are.
      this.listeners = this.listeners.filter((one) => one !== listener);
    };
  }

  emit(event: EngineEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** Listeners are called for each call that changes nothing, where {@link onEvent} has no event. */
  onIdleCall(listener: IdleCallListener): void {
    this.idleCallListeners.push(listener);
  }

  noteIdleCall(queue: Queue, call: IdleCall, at: number): void {
    for (const listener of this.idleCallListeners) listener(queue, call, at);
  }

  /** Fires all due deadlines, so that the state is exact even if the timer is late; returns the time. */
  begin(): number {
    const now = this.ports.clock.now();
    this.timers.runDue(now);
    return now;
  }

  /** Serves waiting receives with what the operation made visible, and arms the clock for what comes next. */
  settle(): void {
    for (const queue of this.awakened) {
      this.awakened.delete(queue);
      // A message that came from another queue may have been there too long for this one.
      this.timers.runDue(this.ports.clock.now());
      this.serveWaiters(this, queue);
    }
    this.ports.clock.wakeAt(this.timers.nextDeadline);
  }

  /** Whether a consumer gets no more messages. */
  isShut(consumerId: string): boolean {
    return this.gates.size > 0 && this.gates.get(consumerId)?.isClosed === true;
  }

  /** Serves waiting receives that were passed over because they might not take messages. */
  serveWaits(): void {
    this.begin();
    for (const queue of this.byArn.values()) this.awaken(queue);
    this.settle();
  }

  /** Marks a queue as possibly having messages for its waiting receives. */
  awaken(queue: Queue): void {
    if (queue.waiters.size > 0) this.awakened.add(queue);
  }

  findQueue(region: string, account: string, name: string): Queue | undefined {
    return this.byName.get(region)?.get(account)?.get(name);
  }

  findByArn(arn: string): Queue | undefined {
    return this.byArn.get(arn);
  }

  /** The queues of one account and region by name, in code-unit order. */
  listQueues(region: string, account: string, prefix = ''): Queue[] {
    return [...this.byArn.values()]
      .filter(
        (queue) => queue.region === region && queue.account === account && queue.name.startsWith(prefix),
      )
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** All queues of all accounts and regions, in the order of their creation. */
  allQueues(): IterableIterator<Queue> {
    return this.byArn.values();
  }

  /** Queues whose redrive policy names this one. */
  deadLetterSources(target: Queue): Queue[] {
    return [...this.byArn.values()].filter((queue) => queue.settings.redrivePolicy?.targetArn === target.arn);
  }

  get queueCount(): number {
    return this.byArn.size;
  }

  insertQueue(queue: Queue): void {
    this.byArn.set(queue.arn, queue);
    const accounts = getOrAdd(this.byName, queue.region);
    getOrAdd(accounts, queue.account).set(queue.name, queue);
    this.lastQueueNumber = Math.max(this.lastQueueNumber, queue.number);
  }

  removeQueue(queue: Queue): void {
    this.byArn.delete(queue.arn);
    this.byName.get(queue.region)?.get(queue.account)?.delete(queue.name);
  }

  nextQueueNumber(): number {
    return ++this.lastQueueNumber;
  }

  nextMessageNumber(): number {
    return ++this.lastMessageNumber;
  }

  /** For recovery: numbers up to this one are in use. */
  reserveNumbers(messageNumber: number, queueNumber: number): void {
    this.lastMessageNumber = Math.max(this.lastMessageNumber, messageNumber);
    this.lastQueueNumber = Math.max(this.lastQueueNumber, queueNumber);
  }
}

function getOrAdd<K, V>(map: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let found = map.get(key);
  if (found === undefined) {
    found = new Map();
    map.set(key, found);
  }
  return found;
}
