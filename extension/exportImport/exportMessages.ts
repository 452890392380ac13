import { l10n } from 'vscode';
import type { MessageDetails, MessageSummary } from '../../broker/protocol/message.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { unlessGone } from '../connections/notFound.ts';
import { recordDetails } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { describeNoMessage } from '../queues/conditions.ts';
import { type PickedMessages, pickMessages } from '../queues/messages/pickMessages.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { countMessages } from '../queues/queueText.ts';
import { readEach } from './readEach.ts';
import { loadFileWork } from './loadFileWork.ts';
import type { ExportedPage, ExportSource, SaveNeeds } from './saveMessages.ts';

const PAGE_MESSAGES = 500;

/** Writes the selected messages, or all of a queue, to a file of the user's choice. None of them is received. */
export async function exportMessages(
  services: PickQueueNeeds & SaveNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const title = l10n.t('Export Messages');
  if (isMessageRow(target)) {
    const picked = await pickMessages(services, target, selection, { title, needs: ['peek'] });
    if (!picked) return;
    await loadFileWork(services.context).saveMessages(
      services,
      describeSource(picked, picked.messages.length, readSelected(picked)),
    );
    return;
  }
  const placed = await pickQueue(services, target, {
    title,
    needs: ['peek'],
    accepts: ({ counts }) => countMessages(counts) > 0,
    none: describeNoMessage(),
  });
  if (!placed) return;
  await loadFileWork(services.context).saveMessages(
    services,
    describeSource(placed, countMessages(placed.queue.counts), readQueue(placed)),
  );
}

function describeSource(
  { queue: { name } }: PlacedQueue,
  count: number,
  pages: ExportSource['pages'],
): ExportSource {
  return {
    title: l10n.t('Exporting messages from {0}', name),
    fileName: name,
    count,
    pages,
    describeDone: (written, file) =>
      forCount(
        written,
        l10n.t('Exported 1 message from {0} to {1}.', name, file),
        l10n.t('Exported {0} messages from {1} to {2}.', formatCount(written), name, file),
      ),
  };
}

/** In the order in which they were sent, so that an import sends them in that order. */
async function* readQueue({ connection, queue }: PlacedQueue<'peek'>): AsyncGenerator<ExportedPage> {
  let cursor: string | undefined;
  do {
    const page = await connection.can.peek.readPage({
      queueArn: queue.arn,
      limit: PAGE_MESSAGES,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield { records: page.messages.map(recordDetails), missingCount: page.unreadableIds.length };
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

async function* readSelected(picked: PickedMessages<'peek'>): AsyncGenerator<ExportedPage> {
  const ordered = await orderAsSent(picked);
  const messageIds = ordered.map(({ messageId }) => messageId);
  yield* readEach(messageIds, async (messageId) => {
    const details = await readDetails(picked, messageId);
    return details && recordDetails(details);
  });
}

/** The oldest first. Messages of a FIFO queue that were sent in the same millisecond are in the order of their numbers. */
async function orderAsSent(picked: PickedMessages<'peek'>): Promise<readonly MessageSummary[]> {
  const oldestFirst = picked.messages.toSorted((one, other) => one.sentAt - other.sentAt);
  if (picked.queue.kind !== 'fifo') return oldestFirst;
  const sequenceNumbers = new Map<MessageSummary, bigint>();
  for (const [place, message] of oldestFirst.entries()) {
    const neighbors = [oldestFirst[place - 1], oldestFirst[place + 1]];
    if (!neighbors.some((other) => other?.sentAt === message.sentAt)) continue;
    const details = await readDetails(picked, message.messageId);
    sequenceNumbers.set(message, BigInt(details?.systemAttributes['SequenceNumber'] ?? 0));
  }
  return oldestFirst.toSorted(
    (one, other) =>
      one.sentAt - other.sentAt ||
      Number((sequenceNumbers.get(one) ?? 0n) - (sequenceNumbers.get(other) ?? 0n)),
  );
}

function readDetails(
  { connection, queue }: PlacedQueue<'peek'>,
  messageId: string,
): Promise<MessageDetails | undefined> {
  return unlessGone(connection.can.peek.read(queue.arn, messageId));
}
