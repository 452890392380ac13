import type { MessageRecord } from '../fileFormats/messageRecord.ts';
import type { ExportedPage } from './saveMessages.ts';

/** Read at the same time, and held in memory. */
const PAGE_MESSAGES = 16;

/** Messages that are read one by one. @param read undefined: its contents are gone */
export async function* readEach(
  messageIds: readonly string[],
  read: (messageId: string) => Promise<MessageRecord | undefined>,
): AsyncGenerator<ExportedPage> {
  for (let start = 0; start < messageIds.length; start += PAGE_MESSAGES) {
    const page = await Promise.all(messageIds.slice(start, start + PAGE_MESSAGES).map(read));
    const records = page.filter((record) => record !== undefined);
    yield { records, missingCount: page.length - records.length };
  }
}
