import type { PageQueue, QueueAddress } from '../protocol.ts';

/** How pages name a queue: the same ARN can be on several connections. */
export function addressOf({ arn, connection }: Pick<PageQueue, 'arn' | 'connection'>): QueueAddress {
  return connection === undefined ? arn : `${connection.id}/${arn}`;
}

const LOCAL = 'local';

/** The ID of the connection that a queue is on. */
export function connectionOf(address: QueueAddress): string {
  return /^([a-z][a-z0-9-]*)\/arn:/u.exec(address)?.[1] ?? LOCAL;
}
