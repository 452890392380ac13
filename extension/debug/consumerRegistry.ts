import { registerConsumer } from '../../broker/protocol/broker.ts';
import type { BrokerSession } from '../broker/session.ts';

interface Consumer {
  readonly name: string;
  /** Unknown until the broker has answered. */
  consumerId?: string;
}

/** Launches that the broker is told the names of; older ones are forgotten. */
const MAXIMUM_CONSUMERS = 100;

/** The programs launched from this window, by the access key id that stands for each. */
export class ConsumerRegistry {
  readonly #session: BrokerSession;
  readonly #consumers = new Map<string, Consumer>();

  constructor(session: BrokerSession) {
    this.#session = session;
    // A broker that was started again has never heard of the programs that still run.
    session.onDidConnect(() => {
      for (const accessKeyId of this.#consumers.keys())
        void this.#register(accessKeyId).catch(() => undefined);
    });
  }

  /** Names a launch to the broker. */
  async add(accessKeyId: string, name: string): Promise<void> {
    this.#consumers.set(accessKeyId, { name });
    const [oldest] = this.#consumers.keys();
    if (this.#consumers.size > MAXIMUM_CONSUMERS && oldest !== undefined) this.#consumers.delete(oldest);
    await this.#register(accessKeyId);
  }

  /** @returns the broker's id of a launch, once known. */
  findConsumerId(accessKeyId: string): string | undefined {
    return this.#consumers.get(accessKeyId)?.consumerId;
  }

  remove(accessKeyId: string): void {
    this.#consumers.delete(accessKeyId);
  }

  async #register(accessKeyId: string): Promise<void> {
    const consumer = this.#consumers.get(accessKeyId);
    if (!consumer) return;
    const { consumerId } = await this.#session.request(registerConsumer, {
      accessKeyId,
      name: consumer.name,
      kind: 'debugSession',
    });
    consumer.consumerId = consumerId;
  }
}
