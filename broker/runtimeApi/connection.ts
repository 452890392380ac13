import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerEvent } from './answers.ts';
import type { RuntimeClient } from './runtimeLife.ts';
import { RUNTIME_LIMITS } from './runtimeLimits.ts';
import type { RuntimeInvocation } from '../functions/seat.ts';

/** What a port keeps for one connection. */
export class RuntimeConnection implements RuntimeClient {
  closesAfterAnswer = false;
  hasDelivered = true;
  /** Of the invocation whose response or error is coming, while it is. */
  unfinishedId: string | undefined;
  private readonly socket: Socket;
  /** Of the `next` that waits. */
  private waiting: ServerResponse | undefined;
  private requestsBehind = 0;
  private readonly onTaken: (error?: Error | null) => void;

  constructor(socket: Socket) {
    this.socket = socket;
    this.onTaken = (error) => {
      if (error === undefined || error === null) this.hasDelivered = true;
    };
  }

  get isOpen(): boolean {
    return this.socket.writable;
  }

  /** Whether a `next` waits here: what is answered meanwhile cannot be read before it. */
  get isWaiting(): boolean {
    return this.waiting !== undefined;
  }

  isWaitingIn(response: ServerResponse): boolean {
    return this.waiting === response;
  }

  /** To be called before the environment hears of a `next`, which it may answer at once. */
  wait(response: ServerResponse): void {
    this.waiting = response;
    this.requestsBehind = 0;
  }

  stopWaiting(): void {
    this.waiting = undefined;
  }

  /** A request came whose response has to wait for that of `next`. Ends a connection that has too many of them. */
  countBehind(): void {
    this.requestsBehind++;
    if (this.requestsBehind > RUNTIME_LIMITS.requestsBehindNext) this.socket.destroy();
  }

  deliver(invocation: RuntimeInvocation): void {
    const response = this.waiting;
    if (response === undefined) throw new Error('No request waits for an event.');
    this.waiting = undefined;
    this.hasDelivered = false;
    answerEvent(response, invocation, this.onTaken);
  }
}
