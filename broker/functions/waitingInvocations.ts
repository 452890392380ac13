import type { Invocation } from './invocation.ts';

/** Invocations of one function that wait for an environment; more are throttled. */
const MAXIMUM_WAITING = 1000;
/** Of the events that wait, of all functions: UTF-16 units, at most two bytes each. */
const MAXIMUM_WAITING_UNITS = 33_554_432;

/** How long the events are that wait, of all functions of a broker. */
export class WaitingPayloads {
  /** UTF-16 units. */
  length = 0;
}

/** The invocations of one function that wait for an environment, the oldest first. */
export class WaitingInvocations {
  private readonly payloads: WaitingPayloads;
  private readonly waiting: Invocation[] = [];

  constructor(payloads: WaitingPayloads) {
    this.payloads = payloads;
  }

  get count(): number {
    return this.waiting.length;
  }

  /** Whether one with this event may wait, besides those that wait. */
  hasRoom(payload: string): boolean {
    return (
      this.waiting.length < MAXIMUM_WAITING && this.payloads.length + payload.length <= MAXIMUM_WAITING_UNITS
    );
  }

  add(invocation: Invocation): void {
    this.waiting.push(invocation);
    this.payloads.length += invocation.request.payload.length;
  }

  /** It has waited before. */
  addFirst(invocation: Invocation): void {
    this.waiting.unshift(invocation);
    this.payloads.length += invocation.request.payload.length;
  }

  takeFirst(): Invocation | undefined {
    const first = this.waiting.shift();
    if (first !== undefined) this.payloads.length -= first.request.payload.length;
    return first;
  }
}
