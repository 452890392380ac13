import type { ReceivedMessage } from '../../engine/state/receivedMessage.ts';

/** How each system attribute of a received message is read; undefined where the message has none. */
const READERS: Readonly<Record<string, (message: ReceivedMessage) => string | undefined>> = {
  SenderId: (message) => message.content.senderId,
  SentTimestamp: (message) => String(message.sentAt),
  ApproximateReceiveCount: (message) => String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: (message) => String(message.firstReceivedAt),
  SequenceNumber: (message) => message.content.sequenceNumber,
  MessageDeduplicationId: (message) => message.content.deduplicationId,
  MessageGroupId: (message) => message.content.groupId,
  AWSTraceHeader: (message) => message.content.traceHeader,
  DeadLetterQueueSourceArn: (message) => message.deadLetterSourceArn,
};

const ALL_NAMES = Object.keys(READERS);

/** Which system attributes a receive asked for; names of no system attribute select nothing. */
export function selectSystemAttributeNames(
  names: readonly string[] | undefined,
  otherNames: readonly string[] | undefined,
): readonly string[] {
  const wanted = new Set([...(names ?? []), ...(otherNames ?? [])]);
  return wanted.has('All') ? ALL_NAMES : ALL_NAMES.filter((name) => wanted.has(name));
}

/** The chosen attributes that this message has; undefined when it has none of them. */
export function readSystemAttributes(
  message: ReceivedMessage,
  names: readonly string[],
): Record<string, string> | undefined {
  let result: Record<string, string> | undefined;
  for (const name of names) {
    const value = READERS[name]?.(message);
    if (value === undefined) continue;
    result ??= {};
    result[name] = value;
  }
  return result;
}
