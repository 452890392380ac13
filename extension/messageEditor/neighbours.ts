import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { MessagePlace } from '../../webview/messageProtocol.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import { countMessages } from '../queues/queueText.ts';

/** Of the peek method. */
const PAGE_MESSAGES = 100;
/** Further messages are found by searching, not by going from one to the next. */
const MAXIMUM_MESSAGES = 1_000;

/** Where a message is among those of its queue, from 0; -1: not among the first thousand. */
export interface Whereabouts {
  readonly index: number;
  readonly hasNext: boolean;
}

/**
 * The messages of a queue in the order in which they were first listed: going through them, a message that is received
 * meanwhile does not change its place. Read by pages, as far as the user went.
 */
export class Neighbours {
  readonly #peek: Pick<Capabilities['peek'], 'page'>;
  readonly #queueArn: string;
  #ids: string[] = [];
  #cursor: string | undefined;
  #isRead = false;
  /** Not among the first thousand when they were read for it. */
  #farId: string | undefined;
  /** Two readers at the same time would both move the cursor. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(peek: Pick<Capabilities['peek'], 'page'>, queueArn: string) {
    this.#peek = peek;
    this.#queueArn = queueArn;
  }

  /** Reads on until the message is found. */
  find(messageId: string): Promise<Whereabouts> {
    return this.#afterReading(async () => {
      if (!this.#ids.includes(messageId) && this.#farId !== messageId) await this.#readFor(messageId);
      const index = this.#ids.indexOf(messageId);
      // At the end of what is read it depends on the next page whether there is one more.
      if (index === this.#ids.length - 1 && this.#canReadOn) await this.#readPage();
      return { index, hasNext: index < this.#ids.length - 1 };
    });
  }

  /**
   * The message before or after another.
   * @param messageId of a message that {@link find} was asked for; it may be gone by now
   */
  step(messageId: string, direction: -1 | 1): Promise<string | undefined> {
    return this.#afterReading(async () => {
      const index = this.#ids.indexOf(messageId);
      if (index === -1) return undefined;
      if (index + direction === this.#ids.length && this.#canReadOn) await this.#readPage();
      return this.#ids[index + direction];
    });
  }

  /** Forgets a message that is gone. */
  drop(messageId: string): void {
    this.#ids = this.#ids.filter((id) => id !== messageId);
  }

  /** New messages come behind the last one. */
  readOn(): void {
    if (this.#cursor === undefined) this.#isRead = false;
  }

  get #canReadOn(): boolean {
    return !this.#isRead && this.#ids.length < MAXIMUM_MESSAGES;
  }

  #afterReading<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#reading.then(work);
    this.#reading = done.catch(() => undefined);
    return done;
  }

  /** Begins again: the message may have come before those that are listed. */
  async #readFor(messageId: string): Promise<void> {
    this.#ids = [];
    this.#cursor = undefined;
    this.#isRead = false;
    while (this.#canReadOn && !this.#ids.includes(messageId)) await this.#readPage();
    const isFar = !this.#isRead && !this.#ids.includes(messageId);
    this.#farId = isFar ? messageId : undefined;
  }

  async #readPage(): Promise<void> {
    const { messages, nextCursor } = await this.#peek.page({
      queueArn: this.#queueArn,
      limit: PAGE_MESSAGES,
      ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }),
    });
    const known = new Set(this.#ids);
    this.#ids.push(...messages.map(({ messageId }) => messageId).filter((id) => !known.has(id)));
    this.#cursor = nextCursor;
    this.#isRead = nextCursor === undefined;
  }
}

/** The place as the page shows it. */
export function describePlace(
  { index, hasNext }: Whereabouts,
  queue: QueueSummary | undefined,
): MessagePlace {
  const count = queue === undefined ? 0 : countMessages(queue.counts);
  return {
    hasPrevious: index > 0,
    hasNext: index >= 0 && hasNext,
    ...(index >= 0 ? { position: index + 1, count: Math.max(count, index + 1) } : {}),
  };
}
