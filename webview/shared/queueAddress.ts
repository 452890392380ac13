import type { PageQueue, QueueAddress } from '../protocol.ts';

/** How pages name a queue: the same ARN can be on several connections. */
export function addressOf({ arn, connection }: Pick<PageQueue, 'arn' | 'connection'>): QueueAddress {
  return connection === undefined ? arn : `${connection.id}/${arn}`;
}
