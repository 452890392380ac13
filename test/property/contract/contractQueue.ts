import type { Entry } from './agenda.ts';
import { ACCOUNT, type AttributeValue, REGION, type World } from './world.ts';

/*
 * What a queue is, by the service's documentation and what it was seen to do. This reading is for tests: it is written as
 * plainly as can be, reads lists from end to end, and shares nothing with the engine.
 */

export interface ContractMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly trace: string | undefined;
  readonly group: string | undefined;
  deduplicationId: string | undefined;
  sequence: string | undefined;
  sentAt: number;
  /** Place among the messages of its queue when one is chosen. */
  turn: number;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  receives: number;
  firstReceivedAt: number;
  receivedAt: number;
  holder: string | undefined;
  /** What was left of its visibility timeout when its consumer was held. */
  heldMs: number | undefined;
  /** The newest receive's visibility timeout was changed. */
  isChanged: boolean;
  sourceArn: string | undefined;
  /** The end of its delay or of its visibility timeout. */
  ending: Entry | undefined;
  expiry: Entry | undefined;
}

/** What a receipt handle stands for. */
export interface ContractHandle {
  readonly queue: ContractQueue;
  readonly message: ContractMessage;
  readonly receive: number;
}

interface Tenant {
  lastSentAt: number;
  isNoisy: boolean;
}

interface RememberedSend {
  readonly scope: string | undefined;
  readonly group: string | undefined;
  readonly id: string;
  readonly message: ContractMessage;
  readonly sequence: string;
  readonly at: number;
}

const NOISY_IN_FLIGHT = 30;
const WINDOW_MS = 300_000;

export class ContractQueue {
  readonly name: string;
  readonly arn: string;
  readonly isFifo: boolean;
  attributes: Record<string, string>;
  readonly tags = new Map<string, string>();
  readonly createdAt: number;
  modifiedAt: number;
  purgedAt = Number.NEGATIVE_INFINITY;
  /** In the order in which they came; on a FIFO queue the order of each group. */
  messages: ContractMessage[] = [];
  /** In the order in which they were first received. */
  received: ContractMessage[] = [];
  remembered: RememberedSend[] = [];
  attempts: { readonly id: string; readonly at: number; readonly handles: readonly string[] }[] = [];
  private readonly tenants = new Map<string, Tenant>();
  private lastTurn = 0;
  private readonly world: World;

  constructor(name: string, attributes: Record<string, string>, world: World) {
    this.name = name;
    this.arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
    this.isFifo = name.endsWith('.fifo');
    this.attributes = attributes;
    this.world = world;
    this.createdAt = world.agenda.now;
    this.modifiedAt = world.agenda.now;
  }

  private get now(): number {
    return this.world.agenda.now;
  }

  number(name: string): number {
    return Number(this.attributes[name]);
  }

  count(state: ContractMessage['state']): number {
    return this.messages.filter((message) => message.state === state).length;
  }

  /** The first send under this deduplication id that still counts: of any group, if the queue's scope was `queue` then. */
  findDuplicate(id: string, group: string | undefined): RememberedSend | undefined {
    return this.remembered.find(
      (send) =>
        this.now - send.at < WINDOW_MS && send.id === id && (send.scope === 'queue' || send.group === group),
    );
  }

  remember(message: ContractMessage): void {
    this.remembered.push({
      scope: this.attributes['DeduplicationScope'],
      group: message.group,
      id: message.deduplicationId as string,
      message,
      sequence: message.sequence as string,
      at: this.now,
    });
  }

  findAttempt(id: string): readonly string[] | undefined {
    return this.attempts.filter((attempt) => attempt.id === id && this.now - attempt.at < WINDOW_MS).at(-1)
      ?.handles;
  }

  add(message: ContractMessage, delayMs: number): void {
    this.calmTenants();
    this.messages.push(message);
    if (message.group !== undefined) {
      const tenant = this.tenants.get(message.group) ?? { lastSentAt: 0, isNoisy: false };
      tenant.lastSentAt = this.now;
      this.tenants.set(message.group, tenant);
    }
    if (this.isFifo) message.turn = ++this.lastTurn;
    this.retain(message);
    if (delayMs > 0) this.delay(message, this.now + delayMs);
    else this.show(message, this.isFifo ? 'same turn' : 'new turn');
  }

  /** Its time in the queue counts from its sending. */
  private retain(message: ContractMessage): void {
    this.world.agenda.cancel(message.expiry);
    const at = message.sentAt + this.number('MessageRetentionPeriod') * 1000;
    message.expiry = this.world.agenda.set(at, () => this.remove(message));
  }

  retainAll(): void {
    for (const message of this.messages) this.retain(message);
  }

  /** FIFO queues apply a new delay to messages that were not received yet. */
  delayAll(): void {
    for (const message of this.messages) {
      if (message.receives > 0) continue;
      const until = message.sentAt + this.number('DelaySeconds') * 1000;
      if (until > this.now) this.delay(message, until);
      else this.show(message, 'same turn');
    }
  }

  private delay(message: ContractMessage, until: number): void {
    message.state = 'delayed';
    this.end(message, until, () => this.show(message, this.isFifo ? 'same turn' : 'new turn'));
  }

  /** A message that comes back goes behind the other groups on a FIFO queue, and where it was on a standard one. */
  giveBack(message: ContractMessage): void {
    this.show(message, this.isFifo ? 'new turn' : 'same turn');
  }

  private show(message: ContractMessage, turn: 'new turn' | 'same turn'): void {
    this.world.agenda.cancel(message.ending);
    message.state = 'visible';
    message.heldMs = undefined;
    if (turn === 'new turn') message.turn = ++this.lastTurn;
  }

  hide(message: ContractMessage, timeoutMs: number): void {
    message.state = 'inFlight';
    if (!this.received.includes(message)) this.received.push(message);
    this.setTimeoutLeft(message, timeoutMs);
    this.judge(message);
    this.calmTenants();
  }

  setTimeoutLeft(message: ContractMessage, timeoutMs: number): void {
    const isHeld = message.holder !== undefined && this.world.holds.has(message.holder);
    message.heldMs = isHeld ? timeoutMs : undefined;
    if (isHeld) this.world.agenda.cancel(message.ending);
    else this.end(message, this.now + timeoutMs, () => this.giveBack(message));
  }

  /** Stops the clocks of what the consumer has in flight. */
  hold(consumer: string): void {
    for (const message of this.inFlightOf(consumer)) {
      if (message.heldMs === undefined && message.ending !== undefined)
        this.setTimeoutLeft(message, message.ending.at - this.now);
    }
  }

  release(consumer: string): void {
    for (const message of this.inFlightOf(consumer)) {
      if (message.heldMs !== undefined) this.setTimeoutLeft(message, message.heldMs);
    }
  }

  private inFlightOf(consumer: string): ContractMessage[] {
    return this.received.filter(({ state, holder }) => state === 'inFlight' && holder === consumer);
  }

  remove(message: ContractMessage): void {
    this.world.agenda.cancel(message.ending);
    this.world.agenda.cancel(message.expiry);
    this.messages = this.messages.filter((other) => other !== message);
    this.received = this.received.filter((other) => other !== message);
    message.state = 'gone';
    message.heldMs = undefined;
    this.calmTenants();
  }

  private end(message: ContractMessage, at: number, run: () => void): void {
    this.world.agenda.cancel(message.ending);
    message.ending = this.world.agenda.set(at, run);
  }

  /**
   * The message that is delivered next.
   * @param following behind the one that was given before it in the same receive
   */
  next(following: ContractMessage | undefined): ContractMessage | undefined {
    return this.isFifo ? this.nextOfGroups(following) : this.nextOfTenants();
  }

  /** The message behind this one in its group. */
  behind(message: ContractMessage): ContractMessage | undefined {
    const line = this.messages.filter(({ group }) => group === message.group);
    return line[line.indexOf(message) + 1];
  }

  /** As many as possible from one group; then the group whose first message has waited longest, if that one is visible. */
  private nextOfGroups(following: ContractMessage | undefined): ContractMessage | undefined {
    if (following?.state === 'visible') return following;
    const firsts = new Map<string | undefined, ContractMessage>();
    for (const message of this.messages) if (!firsts.has(message.group)) firsts.set(message.group, message);
    return [...firsts.values()].filter(({ state }) => state === 'visible').sort(byTurn)[0];
  }

  private nextOfTenants(): ContractMessage | undefined {
    this.calmTenants();
    const visible = this.messages.filter(({ state }) => state === 'visible').sort(byTurn);
    return visible.find((message) => !this.isNoisy(message)) ?? visible[0];
  }

  private isNoisy({ group }: ContractMessage): boolean {
    return group !== undefined && this.tenants.get(group)?.isNoisy === true;
  }

  /** More than a tenth of what is in flight, and at least 30 messages. */
  private judge({ group }: ContractMessage): void {
    const tenant = group === undefined ? undefined : this.tenants.get(group);
    if (this.isFifo || tenant === undefined) return;
    const ofTenant = this.messages.filter(
      (message) => message.group === group && message.state === 'inFlight',
    ).length;
    if (ofTenant >= NOISY_IN_FLIGHT && ofTenant * 10 > this.count('inFlight')) tenant.isNoisy = true;
  }

  /** A tenant whose backlog is drained, or that sent nothing for five minutes, is quiet again. */
  private calmTenants(): void {
    for (const [group, tenant] of this.tenants) {
      if (!tenant.isNoisy) continue;
      const waits = this.messages.some((message) => message.group === group && message.state === 'visible');
      if (!waits || this.now - tenant.lastSentAt >= WINDOW_MS) tenant.isNoisy = false;
    }
  }
}

function byTurn(one: ContractMessage, other: ContractMessage): number {
  return one.turn - other.turn;
}
