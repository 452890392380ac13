import { type EndedInvocation, MAXIMUM_ENDED_INVOCATIONS } from '../protocol/functionOrders.ts';
import type { FunctionPorts } from './functionPorts.ts';

/** The shortest time between two orders, unless both are about the same environment alone. */
const GATHER_MS = 2;

/**
 * Asks the runner of a function for what processes wrote before their invocations ended. An order and its answer cost as much as
 * half of an invocation: those that end soon after one another share them. One environment alone, whose next invocation has to wait
 * for the answer, is asked for at once.
 */
export class LineRequests {
  private readonly ports: Pick<FunctionPorts, 'elapsedMs' | 'schedule'>;
  private readonly send: (invocations: readonly EndedInvocation[]) => void;
  private gathered: EndedInvocation[] = [];
  private cancelSend: (() => void) | undefined;
  private sentAt = Number.NEGATIVE_INFINITY;
  /** Of the invocation that ended last. */
  private lastEnvironment: number | undefined;

  constructor(
    ports: Pick<FunctionPorts, 'elapsedMs' | 'schedule'>,
    send: (invocations: readonly EndedInvocation[]) => void,
  ) {
    this.ports = ports;
    this.send = send;
  }

  add(invocation: EndedInvocation): void {
    this.gathered.push(invocation);
    const isAlone = invocation.environment === this.lastEnvironment && this.gathered.length === 1;
    this.lastEnvironment = invocation.environment;
    const waitMs = Math.ceil(this.sentAt + GATHER_MS - this.ports.elapsedMs());
    if (isAlone || waitMs <= 0 || this.gathered.length >= MAXIMUM_ENDED_INVOCATIONS) this.sendNow();
    else this.cancelSend ??= this.ports.schedule(waitMs, () => this.sendNow());
  }

  /** Sends what was gathered. */
  sendNow(): void {
    this.cancelSend?.();
    this.cancelSend = undefined;
    const { gathered } = this;
    if (gathered.length === 0) return;
    this.gathered = [];
    this.sentAt = this.ports.elapsedMs();
    this.send(gathered);
  }
}
