import { getClock } from '../../../../broker/protocol/clock.ts';
import { subscribeTrace, type TraceEvent, traceEvents } from '../../../../broker/protocol/trace.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';

/** All that has happened at the broker, and what happens. */
export class TraceLog {
  readonly events: TraceEvent[] = [];
  readonly #session: BrokerClient;
  #note: () => void = () => undefined;

  private constructor(session: BrokerClient) {
    this.#session = session;
  }

  static async follow(session: BrokerClient): Promise<TraceLog> {
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
