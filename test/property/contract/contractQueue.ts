import type { Agenda, Entry } from './agenda.ts';

/*
 * What a queue is, by the service's documentation and what it was seen to do. This reading is for tests: it is written as
 * plainly as can be, reads lists from end to end, and shares nothing with the engine.
 */

export interface ContractMessage {
  readonly key: number;
  readonly body: string;
  readonly group: string | undefined;
  sentAt: number;
  /** Place among the messages of its queue when one is chosen. */
  turn: number;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  receives: number;
  firstReceivedAt: number;
  receivedAt: number;
  /** The newest receive's visibility timeout was changed. */
  isChanged: boolean;
  sourceArn: string | undefined;
  ending: Entry | undefined;
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

const NOISY_IN_FLIGHT = 30;
const QUIET_AFTER_MS = 300_000;

export class ContractQueue {
  readonly name: string;
  readonly arn: string;
  readonly isFifo: boolean;
  attributes: Record<string, string>;
  readonly tags = new Map<string, string>();
  readonly labels: string[] = [];
  readonly createdAt: number;
  modifiedAt: number;
  purgedAt = Number.NEGATIVE_INFINITY;
  /** In the order in which they came; on a FIFO queue the order of each group. */
  messages: ContractMessage[] = [];
  /** Under the scope that the queue had at the send. */
  remembered: { readonly key: string; readonly message: number; readonly at: number }[] = [];
  attempts: { readonly id: string; readonly at: number; readonly handles: readonly ContractHandle[] }[] = [];
  private readonly tenants = new Map<string, Tenant>();
  private lastTurn = 0;
  private readonly agenda: Agenda;

  constructor(name: string, attributes: Record<string, string>, agenda: Agenda) {
    this.name = name;
    this.arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    this.isFifo = name.endsWith('.fifo');
    this.attributes = attributes;
    this.agenda = agenda;
    this.createdAt = agenda.now;
    this.modifiedAt = agenda.now;
  }

  seconds(name: string): number {
    return Number(this.attributes[name]);
  }

  count(state: ContractMessage['state']): number {
    return this.messages.filter((message) => message.state === state).length;
  }

  add(message: ContractMessage, delayMs: number): void {
    this.messages.push(message);
    if (message.group !== undefined) {
      const tenant = this.tenants.get(message.group) ?? { lastSentAt: 0, isNoisy: false };
      tenant.lastSentAt = this.agenda.now;
      this.tenants.set(message.group, tenant);
    }
    if (this.isFifo) message.turn = ++this.lastTurn;
    if (delayMs > 0) this.delay(message, this.agenda.now + delayMs);
    else this.show(message, this.isFifo ? 'same turn' : 'new turn');
  }

  delay(message: ContractMessage, until: number): void {
    message.state = 'delayed';
    this.end(message, until, () => this.show(message, this.isFifo ? 'same turn' : 'new turn'));
  }

  /** A message that comes back goes behind the other groups on a FIFO queue, and where it was on a standard one. */
  giveBack(message: ContractMessage): void {
    this.show(message, this.isFifo ? 'new turn' : 'same turn');
    this.calmDrained();
  }

  private show(message: ContractMessage, turn: 'new turn' | 'same turn'): void {
    this.agenda.cancel(message.ending);
    message.state = 'visible';
    if (turn === 'new turn') message.turn = ++this.lastTurn;
  }

  hide(message: ContractMessage, timeoutMs: number): void {
    message.state = 'inFlight';
    this.end(message, this.agenda.now + timeoutMs, () => this.giveBack(message));
    this.judge(message);
    this.calmDrained();
  }

  remove(message: ContractMessage): void {
    this.agenda.cancel(message.ending);
    this.messages = this.messages.filter((other) => other !== message);
    message.state = 'gone';
    this.calmDrained();
  }

  private end(message: ContractMessage, at: number, run: () => void): void {
    this.agenda.cancel(message.ending);
    message.ending = this.agenda.set(at, run);
  }

  /** The message that is delivered next; `last` was given in the same receive. */
  next(last: ContractMessage | undefined, following: ContractMessage | undefined): ContractMessage | undefined {
    return this.isFifo ? this.nextOfGroups(last, following) : this.nextOfTenants();
  }

  /** The message behind this one in its group. */
  behind(message: ContractMessage): ContractMessage | undefined {
    const line = this.messages.filter(({ group }) => group === message.group);
    return line[line.indexOf(message) + 1];
  }

  private nextOfGroups(
    last: ContractMessage | undefined,
    following: ContractMessage | undefined,
  ): ContractMessage | undefined {
    if (last !== undefined && following?.state === 'visible') return following;
    const firsts = new Map<string | undefined, ContractMessage>();
    for (const message of this.messages) if (!firsts.has(message.group)) firsts.set(message.group, message);
    return [...firsts.values()].filter(({ state }) => state === 'visible').sort(byTurn)[0];
  }

  private nextOfTenants(): ContractMessage | undefined {
    for (const tenant of this.tenants.values()) {
      if (this.agenda.now - tenant.lastSentAt >= QUIET_AFTER_MS) tenant.isNoisy = false;
    }
    const visible = this.messages.filter(({ state }) => state === 'visible').sort(byTurn);
    return visible.find((message) => !this.isNoisy(message)) ?? visible[0];
  }

  private isNoisy({ group }: ContractMessage): boolean {
    return group !== undefined && this.tenants.get(group)?.isNoisy === true;
  }

  /** More than a tenth of what is in flight, and at least 30 messages; with one tenant there are no others to protect. */
  private judge({ group }: ContractMessage): void {
    const tenant = group === undefined ? undefined : this.tenants.get(group);
    if (this.isFifo || tenant === undefined) return;
    const others = this.messages.some(
      (message) =>
        message.group !== group &&
        (message.state === 'visible' || (message.state === 'inFlight' && message.group !== undefined)),
    );
    const ofTenant = this.messages.filter(
      (message) => message.group === group && message.state === 'inFlight',
    ).length;
    const isLoud = ofTenant >= NOISY_IN_FLIGHT && ofTenant * 10 > this.count('inFlight');
    if (isLoud && others) tenant.isNoisy = true;
  }

  /** A tenant whose backlog is drained is quiet again. */
  private calmDrained(): void {
    for (const [group, tenant] of this.tenants) {
      const waits = this.messages.some((message) => message.group === group && message.state === 'visible');
      if (!waits) tenant.isNoisy = false;
    }
  }
}

function byTurn(one: ContractMessage, other: ContractMessage): number {
  return one.turn - other.turn;
}
