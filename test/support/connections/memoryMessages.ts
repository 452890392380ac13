import { CONTROL_ERROR_CODES } from '../../../broker/protocol/errors.ts';
import type { MessageDetails } from '../../../broker/protocol/message.ts';
import { makeQueue } from '../webviewSamples.ts';

export const ORDERS = makeQueue('orders', 3).arn;

/** A message that waits in `orders`. */
export function makeDetails(messageId: string, more: Partial<MessageDetails> = {}): MessageDetails {
  return {
    messageId,
    queueArn: ORDERS,
    state: 'visible',
    sentAt: 0,
    receiveCount: 0,
    sizeBytes: 5,
    preview: `body of ${messageId}`,
    body: `body of ${messageId}`,
    bodyMd5: '',
    attributes: [],
    systemAttributes: {},
    ...more,
  };
}

/** Queues with messages that tests take away. */
export class MemoryMessages {
  readonly all: MessageDetails[] = ['a', 'b', 'c'].map((id) => makeDetails(id));
  pagesRead = 0;

  readonly peek = {
    page: ({ limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
      this.pagesRead += 1;
      const from = Number(cursor);
      const messages = this.all.slice(from, from + limit);
      const next = from + limit;
      return Promise.resolve(next < this.all.length ? { messages, nextCursor: String(next) } : { messages });
    },
    search: () => Promise.reject(new Error('not asked for')),
    readPage: () => Promise.resolve({ messages: this.all, unreadableIds: [] }),
    read: (_arn: string, messageId: string) => this.find(messageId),
    follow: async (_arn: string, messageId: string) => ({ ...(await this.find(messageId)), body: '' }),
  };

  private find(messageId: string): Promise<MessageDetails> {
    const found = this.all.find((message) => message.messageId === messageId);
    const missing = Object.assign(new Error('not found'), { code: CONTROL_ERROR_CODES.notFound });
    return found ? Promise.resolve(found) : Promise.reject(missing);
  }

  remove(messageId: string): void {
    this.all.splice(
      this.all.findIndex((message) => message.messageId === messageId),
      1,
    );
  }
}
