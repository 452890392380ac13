import { getClock } from '../../broker/protocol/clock.ts';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { peekMessages } from '../../broker/protocol/message.ts';
import { listQueues } from '../../broker/protocol/queue.ts';
import { type StorageState, getStorage } from '../../broker/protocol/storage.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import type { FoundMessage } from './fate.ts';

const PAGE = 100;
const STATES = ['inFlight', 'visible', 'delayed'] as const;
/** A message that moves while the queues are read can be seen in both. */
const ATTEMPTS = 20;

export interface Inspected {
  readonly storage: StorageState;
  readonly queues: readonly string[];
  readonly messages: readonly FoundMessage[];
}

/** All that a broker has, seen without receiving anything. */
export async function inspect({ control }: ReadyLine): Promise<Inspected> {
  const client = await openClient(control);
  try {
    const storage = await client.request(getStorage, {});
    const { queues } = await client.request(listQueues, {});
    let messages: FoundMessage[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      messages = [];
      for (const { arn, name } of inMovingOrder(queues)) messages.push(...(await list(client, arn, name)));
      if (new Set(messages.map(({ body }) => body.split(' ', 1)[0])).size === messages.length) break;
    }
    return { storage, queues: queues.map(({ name }) => name), messages };
  } finally {
    await client.close();
  }
}

/** The source of a move first: what moves meanwhile is seen twice, and not missed. */
function inMovingOrder<T extends { readonly name: string }>(queues: readonly T[]): T[] {
  return [...queues].sort((one, other) => Number(other.name === 'dead') - Number(one.name === 'dead'));
}

async function list(client: ControlClient, queueArn: string, queue: string): Promise<FoundMessage[]> {
  const found: FoundMessage[] = [];
  const { now } = await client.request(getClock, {});
  for (const state of STATES) {
    let cursor: string | undefined;
    do {
      const place = cursor === undefined ? {} : { cursor };
      const page = await client.request(peekMessages, { queueArn, state, limit: PAGE, ...place });
      for (const { messageId, preview, visibleAt = now } of page.messages) {
        found.push({ queue, messageId, body: preview, state, remainingMs: visibleAt - now });
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  return found;
}
