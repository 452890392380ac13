import { INVALID_REQUEST_ID, type Refusal, refuseTransition, type Transition } from './refusals.ts';
import type { FunctionError, RuntimeEvents, RuntimeInvocation } from '../functions/seat.ts';
import { TRUNCATED_RESPONSE } from './serviceErrors.ts';

/** A connection of a runtime, as far as the environment's life depends on it. */
export interface RuntimeClient {
  /** Whether what is written could still arrive. */
  readonly isOpen: boolean;
  /** The connection was to end with its response, so that its end says nothing about the process. */
  readonly closesAfterAnswer: boolean;
  /** Whether the system has taken all of the event that was given last. */
  readonly hasDelivered: boolean;
  /** Answers the `next` in which it waits. */
  deliver(invocation: RuntimeInvocation): void;
}

/** The states of a runtime, with the names that the service gives them. */
const STATE_NAMES = {
  /** No process waits, and none has an event. */
  starting: 'Started',
  initFailed: 'InitError',
  waiting: 'Ready',
  running: 'Running',
  /** Its response or error came; it is busy until it asks for the next event. */
  answered: 'RuntimeResponseSentState',
  closed: 'Closed',
} as const;
export type RuntimeState = keyof typeof STATE_NAMES;

/**
 * The life of one environment as the Runtime API sees it:
 *
 * ```
 * starting ── next ──▶ waiting ── event ──▶ running ── response or error ──▶ answered ── next ──▶ waiting …
 *     │                    └── connection closed ──▶ starting
 *     └── init/error ──▶ initFailed
 * ```
 *
 * At most one invocation is here at a time: kept for the next `next`, or given to the runtime. No state ends by time.
 * A process that is started again on the same port, as debuggers do, is recognized by its first call: it is out of turn,
 * and the connection of the call before has been closed.
 */
export class RuntimeLife {
  private readonly events: RuntimeEvents;
  private now: RuntimeState = 'starting';
  /** That which waits in `next`, or made the last call that changed the state. */
  private client: RuntimeClient | undefined;
  /** That on which an event leaves, until a response to it begins to come: then it has arrived. */
  private carrier: RuntimeClient | undefined;
  /** Handed over, and not yet given to the runtime. */
  private kept: RuntimeInvocation | undefined;
  /** Given to the runtime; undefined again when it asks for the next. */
  private given: RuntimeInvocation | undefined;

  constructor(events: RuntimeEvents) {
    this.events = events;
  }

  get state(): RuntimeState {
    return this.now;
  }

  /** As {@link RuntimeSeat.handOver}. */
  handOver(invocation: RuntimeInvocation): void {
    if (this.now === 'closed') throw new Error('The environment is closed.');
    if (this.kept !== undefined || this.now === 'running') {
      throw new Error('The environment already has an invocation.');
    }
    this.kept = invocation;
    if (this.now !== 'waiting') return;
    if (this.client?.isOpen === true) this.give(this.client, invocation);
    else this.lose();
  }

  /** A client asks for the next event. @returns undefined: it waits, or has got one */
  next(client: RuntimeClient): Refusal | undefined {
    const isOver = this.now === 'answered';
    const refused = isOver ? undefined : this.begin('Ready');
    // A listener may have closed the seat, here as below.
    if (refused !== undefined || this.isIn('closed')) return refused;
    this.now = 'waiting';
    this.client = client;
    this.given = undefined;
    if (isOver) this.events.onIdle();
    else this.events.onReady();
    if (this.isIn('waiting') && this.kept !== undefined) this.give(client, this.kept);
    return undefined;
  }

  /** A process says that it could not start. */
  initError(client: RuntimeClient, error: FunctionError): Refusal | undefined {
    const refused = this.begin('InitError');
    if (refused !== undefined || this.isIn('closed')) return refused;
    this.now = 'initFailed';
    this.client = client;
    this.events.onInitError(error);
    return undefined;
  }

  /** The body of a response or error begins to come. @returns whether it is for the invocation that runs */
  beginAnswer(client: RuntimeClient, requestId: string): boolean {
    if (this.now !== 'running' || this.given?.requestId !== requestId) return false;
    this.client = client;
    this.carrier = undefined;
    return true;
  }

  respond(client: RuntimeClient, requestId: string, body: Buffer): Refusal | undefined {
    const refused = this.answer(client, requestId, 'InvocationResponse');
    if (refused === undefined) this.events.onResponse(requestId, body);
    return refused;
  }

  fail(client: RuntimeClient, requestId: string, error: FunctionError): Refusal | undefined {
    const refused = this.answer(client, requestId, 'InvocationErrorResponse');
    if (refused === undefined) this.events.onError(requestId, error);
    return refused;
  }

  /**
   * A client has closed its connection.
   * @param unfinishedId of the response or error whose body did not come to its end
   */
  closeClient(client: RuntimeClient, unfinishedId: string | undefined): void {
    if (unfinishedId !== undefined && this.beginAnswer(client, unfinishedId)) {
      this.fail(client, unfinishedId, TRUNCATED_RESPONSE);
    } else if (this.now === 'waiting' && this.client === client) {
      this.lose();
    } else if (this.now === 'running' && this.carrier === client && !client.hasDelivered) {
      this.takeBack();
    }
  }

  /** Nothing happens anymore. */
  close(): void {
    this.now = 'closed';
    this.client = undefined;
    this.carrier = undefined;
    this.kept = undefined;
    this.given = undefined;
  }

  /** What a call that is out of turn is answered with. */
  refuse(to: Transition): Refusal {
    return refuseTransition(STATE_NAMES[this.now], to);
  }

  private give(client: RuntimeClient, invocation: RuntimeInvocation): void {
    this.now = 'running';
    this.kept = undefined;
    this.given = invocation;
    this.carrier = client;
    client.deliver(invocation);
  }

  /** An event that never left this process has not been run: another process may have it. */
  private takeBack(): void {
    this.kept = this.given;
    this.given = undefined;
    this.lose();
  }

  private lose(): void {
    this.now = 'starting';
    this.client = undefined;
    this.events.onGone();
  }

  /** A process makes its first call: in its turn, or after the one before has gone. */
  private begin(to: Transition): Refusal | undefined {
    const { now, given } = this;
    if (now === 'starting') return undefined;
    if (!this.isStartedAgain()) return this.refuse(to);
    if (now === 'waiting') this.lose();
    else {
      this.now = 'starting';
      this.client = undefined;
      this.given = undefined;
      if (now === 'running' && given !== undefined) this.events.onAbandoned(given.requestId);
    }
    return undefined;
  }

  private answer(client: RuntimeClient, requestId: string, to: Transition): Refusal | undefined {
    if (this.given?.requestId !== requestId) return INVALID_REQUEST_ID;
    if (this.now !== 'running') return this.refuse(to);
    this.now = 'answered';
    this.client = client;
    return undefined;
  }

  /** Only asked when a call is out of turn. A seat that is closed has no client. */
  private isStartedAgain(): boolean {
    const { client } = this;
    return client !== undefined && !client.isOpen && !client.closesAfterAnswer;
  }

  private isIn(state: RuntimeState): boolean {
    return this.now === state;
  }
}
