import { getClock } from '../../broker/protocol/clock.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import { subscribeTrace, type TraceEvent, traceEvents } from '../../broker/protocol/trace.ts';

/** A connection to a broker: a client of its own, or that of the editor. */
interface Session {
  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R>;
  onNotification<P>(method: NotificationMethod<P>, handler: (params: P) => void): unknown;
}

/** All that has happened at the broker, and what happens. */
export class TraceLog {
  readonly events: TraceEvent[] = [];
  readonly #session: Session;
  #note: () => void = () => undefined;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async follow(session: Session): Promise<TraceLog> {
    const log = new TraceLog(session);
    const { subscriptionId: own } = await session.request(subscribeTrace, { afterSequence: 0 });
    session.onNotification(traceEvents, ({ subscriptionId, events }) => {
      if (subscriptionId !== own) return;
      log.events.push(...events);
      log.#note();
    });
    return log;
  }

  /** Resolves when this holds of what has happened; asks after each event. */
  async waitUntil(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#note = resolve;
      });
    }
  }

  /** Resolves when the log has all that has happened by now. */
  async catchUp(): Promise<void> {
    const { sequence } = await this.#session.request(getClock, {});
    await this.waitUntil(() => (this.events.at(-1)?.sequence ?? 0) >= sequence);
  }
}
