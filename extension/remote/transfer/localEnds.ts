import type { MessageDetails } from '../../../broker/protocol/message.ts';
import type { BatchedMessage, BatchedSend } from '../../../broker/protocol/messages.ts';
import type { PlacedQueue } from '../../connections/connection.ts';
import { unlessGone } from '../../connections/notFound.ts';
import { writeMessage } from '../remoteMessages.ts';
import type { MessageHandle, Refusals } from '../heldMessages.ts';
import { type MessageSource, type MessageTarget, type TakenMessage, TransferCallError } from './ports.ts';
import type { TransferMode } from './transfer.ts';

const PAGE_MESSAGES = 100;

/** A queue that can be read without receiving: nothing is hidden, and nothing has to be given back. */
export class LocalSource implements MessageSource {
  readonly holdSeconds = undefined;
  readonly #placed: PlacedQueue<'peek' | 'change'>;
  readonly #details: AsyncIterator<MessageDetails>;
  /** Messages that a consumer processes: a move leaves them to it. */
  leftInFlightCount = 0;

  /** @param messageIds in their order; undefined: all, oldest first */
  constructor(
    placed: PlacedQueue<'peek' | 'change'>,
    mode: TransferMode,
    messageIds: readonly string[] | undefined,
  ) {
    this.#placed = placed;
    const all = messageIds === undefined ? readAll(placed) : readEach(placed, messageIds);
    this.#details = this.#leaveOut(all, mode);
  }

  async take(maximum: number): Promise<{ messages: readonly TakenMessage[]; isLast: boolean }> {
    const messages: TakenMessage[] = [];
    while (messages.length < maximum) {
      const next = await translate(this.#placed, this.#details.next());
      if (next.done === true) return { messages, isLast: true };
      const { messageId, body, attributes, systemAttributes } = next.value;
      messages.push({
        messageId,
        handle: messageId,
        message: writeMessage(body, attributes, systemAttributes),
      });
    }
    return { messages, isLast: false };
  }

  hold(): Promise<Refusals> {
    return Promise.resolve(new Map());
  }

  async delete(messages: readonly MessageHandle[]): Promise<Refusals> {
    const { connection, queue } = this.#placed;
    const messageIds = messages.map(({ messageId }) => messageId);
    const { missed } = await translate(
      this.#placed,
      connection.can.change.delete({ queueArn: queue.arn, messageIds }),
    );
    return new Map(missed.map(({ messageId, reason }) => [messageId, reason]));
  }

  async *#leaveOut(
    all: AsyncIterable<MessageDetails>,
    mode: TransferMode,
  ): AsyncGenerator<MessageDetails, undefined> {
    for await (const each of all) {
      if (mode === 'move' && each.state === 'inFlight') this.leftInFlightCount += 1;
      else yield each;
    }
    return undefined;
  }
}

export class LocalTarget implements MessageTarget {
  readonly #placed: PlacedQueue<'sendBatch'>;

  constructor(placed: PlacedQueue<'sendBatch'>) {
    this.#placed = placed;
  }

  async send(messages: readonly BatchedMessage[]): Promise<readonly BatchedSend[]> {
    const { connection, queue } = this.#placed;
    const { sends } = await translate(
      this.#placed,
      connection.can.sendBatch({ queueArn: queue.arn, messages }),
    );
    return sends;
  }
}

async function* readAll({ connection, queue }: PlacedQueue<'peek'>): AsyncGenerator<MessageDetails> {
  let cursor: string | undefined;
  do {
    const page = await connection.can.peek.readPage({
      queueArn: queue.arn,
      limit: PAGE_MESSAGES,
      ...(cursor !== undefined && { cursor }),
    });
    yield* page.messages;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** Those that disappeared meanwhile are left out. */
async function* readEach(
  { connection, queue }: PlacedQueue<'peek'>,
  messageIds: readonly string[],
): AsyncGenerator<MessageDetails> {
  for (const messageId of messageIds) {
    const details = await unlessGone(connection.can.peek.read(queue.arn, messageId));
    if (details !== undefined) yield details;
  }
}

/** A request that a running broker rejects is about its messages; one that has no response may have been done. */
async function translate<T>({ connection }: PlacedQueue, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TransferCallError(message, connection.isOpen ? 'message' : 'unsure');
  }
}
