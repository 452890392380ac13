import { l10n } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { recordDetails } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { describeNoMessage } from '../queues/conditions.ts';
import { pickMessages } from '../queues/messages/pickMessages.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { countMessages } from '../queues/queueText.ts';
import { readEach, unlessGone } from './readEach.ts';
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
    const oldestFirst = picked.messages.toSorted((one, other) => one.sentAt - other.sentAt);
    const messageIds = oldestFirst.map(({ messageId }) => messageId);
    await loadFileWork(services.context).saveMessages(
      services,
      describeSource(picked, messageIds.length, readSelected(picked, messageIds)),
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
    title: l10n.t('Exporting messages of {0}', name),
    fileName: name,
    count,
    pages,
    describeDone: (written, file) =>
      forCount(
        written,
        l10n.t('Exported 1 message of {0} to {1}.', name, file),
        l10n.t('Exported {0} messages of {1} to {2}.', formatCount(written), name, file),
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

function readSelected(
  { connection, queue }: PlacedQueue<'peek'>,
  messageIds: readonly string[],
): AsyncGenerator<ExportedPage> {
  return readEach(messageIds, async (messageId) => {
    const details = await unlessGone(connection.can.peek.read(queue.arn, messageId));
    return details && recordDetails(details);
  });
}
