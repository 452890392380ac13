import { isBinary } from '../../broker/protocol/base64.ts';
import { BATCH_MESSAGES } from '../../broker/protocol/batchLimit.ts';
import type { BatchedMessage } from '../../broker/protocol/messages.ts';

/** Puts messages into batches in their order, as full as SendMessageBatch takes them; a larger message has one of its own. */
export async function* cutIntoBatches<T extends { readonly message: BatchedMessage }>(
  messages: AsyncIterable<T> | Iterable<T>,
  maximumBytes: number,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const each of messages) {
    const size = measureMessage(each.message);
    if (batch.length === BATCH_MESSAGES || (batch.length > 0 && bytes + size > maximumBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(each);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** By the rule of the service: the body, and the names, types and values of message attributes. */
export function measureMessage({ body, attributes = [] }: BatchedMessage): number {
  return attributes.reduce(
    (sum, { name, type, value }) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, isBinary(type) ? 'base64' : 'utf8'),
    Buffer.byteLength(body),
  );
}
