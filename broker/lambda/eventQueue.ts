import type { FunctionInvoker, InvocationEnd } from '../functions/ports.ts';
import type { TurnWork } from '../time/turnWork.ts';

/** Events that are kept at the same time, and their UTF-16 units altogether; more are throttled. */
const MAXIMUM_EVENTS = 1000;
const MAXIMUM_UNITS = 16_777_216;
/** After the first error and the second; after the third, the event is dropped. */
const ERROR_DELAYS_MS = [60_000, 120_000] as const;
const FIRST_THROTTLE_DELAY_MS = 1000;
const LONGEST_THROTTLE_DELAY_MS = 300_000;
/** So old an event gets. */
const MAXIMUM_AGE_MS = 6 * 3_600_000;
/** What an invocation costs a turn. */
const EVENT_WORK = 40;

export interface EventQueuePorts {
  readonly functions: Pick<FunctionInvoker, 'find' | 'invoke'>;
  /** Epoch ms on the broker's clock. */
  now(): number;
  wakeAt(deadline: number | undefined): void;
  log(line: string): void;
}

/** The event of an invocation that no caller waits for. */
interface QueuedEvent {
  readonly functionName: string;
  readonly payload: string;
  /** Epoch ms. */
  queuedAt: number;
  /** Of its first try that an environment had: it is that of all later ones. */
  requestId: string | undefined;
  errors: number;
  throttles: number;
  /** Epoch ms; undefined: it is being tried. */
  retryAt: number | undefined;
}

/**
 * Invocations of the type `Event`, as AWS Lambda queues them: an error is tried twice again, after one minute and two more, and a
 * throttled event after 1 s and up to 5 minutes, for six hours. All of it is on the broker's clock, and ends with the broker.
 */
export class EventQueue {
  private readonly ports: EventQueuePorts;
  private readonly events = new Set<QueuedEvent>();
  private units = 0;

  constructor(ports: EventQueuePorts) {
    this.ports = ports;
  }

  /** @returns false: there is no room */
  add(functionName: string, payload: string): boolean {
    if (this.events.size >= MAXIMUM_EVENTS || this.units + payload.length > MAXIMUM_UNITS) return false;
    const counts = { requestId: undefined, errors: 0, throttles: 0, retryAt: undefined };
    const event: QueuedEvent = { functionName, payload, queuedAt: this.ports.now(), ...counts };
    this.events.add(event);
    this.units += payload.length;
    this.invoke(event);
    return true;
  }

  /** The broker's clock is at the time that was set. */
  wake(work: TurnWork): void {
    const now = this.ports.now();
    for (const event of this.events) {
      if (work.isOver) break;
      if (event.retryAt === undefined || event.retryAt > now) continue;
      work.spend(EVENT_WORK);
      this.invoke(event);
    }
    this.arrange();
  }

  /** The clock was set back by so many ms: what waits still waits for as long. */
  goBack(byMs: number): void {
    for (const event of this.events) {
      event.queuedAt -= byMs;
      if (event.retryAt !== undefined) event.retryAt -= byMs;
    }
    this.arrange();
  }

  stop(): void {
    this.events.clear();
    this.ports.wakeAt(undefined);
  }

  private invoke(event: QueuedEvent): void {
    const { functionName, payload, requestId } = event;
    event.retryAt = undefined;
    if (this.ports.functions.find(functionName) === undefined) this.drop(event, 'there is no such function');
    else {
      const complete = (end: InvocationEnd): void => this.noteEnd(event, end);
      const origin = { mappingId: undefined };
      this.ports.functions.invoke(functionName, { payload, origin, requestId, complete });
    }
  }

  private noteEnd(event: QueuedEvent, end: InvocationEnd): void {
    if (!this.events.has(event)) return;
    if (end.outcome === 'returned') this.forget(event);
    else if (end.outcome === 'failed') {
      event.requestId = end.requestId;
      this.retry(event, ERROR_DELAYS_MS[event.errors++], 'it failed three times');
    } else {
      const delayMs = Math.min(FIRST_THROTTLE_DELAY_MS * 2 ** event.throttles++, LONGEST_THROTTLE_DELAY_MS);
      this.retry(event, delayMs, end.reason);
    }
  }

  /** @param delayMs undefined: no more */
  private retry(event: QueuedEvent, delayMs: number | undefined, reason: string): void {
    const now = this.ports.now();
    if (delayMs === undefined || now + delayMs > event.queuedAt + MAXIMUM_AGE_MS) this.drop(event, reason);
    else {
      event.retryAt = now + delayMs;
      this.arrange();
    }
  }

  private drop(event: QueuedEvent, reason: string): void {
    this.forget(event);
    this.ports.log(`functions: an event of ${event.functionName} was dropped: ${reason}`);
  }

  private forget(event: QueuedEvent): void {
    if (this.events.delete(event)) this.units -= event.payload.length;
  }

  private arrange(): void {
    let next: number | undefined;
    for (const { retryAt } of this.events)
      if (retryAt !== undefined && (next === undefined || retryAt < next)) next = retryAt;
    this.ports.wakeAt(next);
  }
}
