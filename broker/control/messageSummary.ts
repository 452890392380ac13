import type { MessageContent } from '../engine/base/content.ts';
import type { Engine } from '../engine/engine.ts';
import { messageIdOf } from '../engine/base/identity.ts';
import type { Message } from '../engine/state/message.ts';
import type { MessageDetails, MessageState, MessageSummary } from '../protocol/message.ts';
import { consumerIdOf } from '../trace/consumerId.ts';
import { previewBody } from '../trace/preview.ts';
import { describeAttribute } from '../trace/recordedSend.ts';

/** A waiting message as a list row. */
export function summarizeMessage(engine: Engine, message: Message): MessageSummary {
  return buildSummary(engine, message, engine.ports.contents.read(message.content));
}

/** What a list shows of a body that cannot be read. */
const UNREADABLE = '(cannot be read)';

/** The whole of a waiting message; undefined when its content cannot be read. */
export function describeMessage(
  engine: Engine,
  message: Message,
  withoutBody = false,
): MessageDetails | undefined {
  const content = engine.ports.contents.read(message.content);
  if (content === undefined) return undefined;
  return {
    ...buildSummary(engine, message, content),
    queueArn: message.queue.arn,
    body: withoutBody ? '' : engine.ports.decodeText(content.body),
    bodyMd5: content.bodyMd5,
    attributes: (content.attributes ?? []).map(describeAttribute),
    systemAttributes: readSystemAttributes(message, content),
  };
}

function buildSummary(engine: Engine, message: Message, content: MessageContent | undefined): MessageSummary {
  const { delivery, groupId } = message;
  const inFlight = message.state === 'inFlight' ? delivery : undefined;
  const timer = inFlight ?? message.delay;
  const visibleAt = timer === undefined ? undefined : engine.timers.deadlineOf(timer);
  return {
    messageId: messageIdOf(engine.identityKey, message.number),
    // A message that is listed is in its queue.
    state: message.state as MessageState,
    sentAt: message.sentAt,
    receiveCount: message.receiveCount,
    sizeBytes: message.sizeBytes,
    preview: content === undefined ? UNREADABLE : previewBody(content.body),
    ...(visibleAt === undefined ? {} : { visibleAt }),
    ...(inFlight === undefined ? {} : { consumerId: consumerIdOf(inFlight.caller) }),
    ...(inFlight?.heldRemainingMs === undefined ? {} : { heldRemainingMs: inFlight.heldRemainingMs }),
    ...(groupId === undefined ? {} : { groupId }),
  };
}

/** The system attributes that ReceiveMessage would give with `All`, without receiving (contract §1.9). */
function readSystemAttributes(message: Message, content: MessageContent): Record<string, string> {
  const attributes: Record<string, string | undefined> = {
    SenderId: content.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp:
      message.firstReceivedAt === 0 ? undefined : String(message.firstReceivedAt),
    SequenceNumber: content.sequenceNumber,
    MessageGroupId: content.groupId,
    MessageDeduplicationId: content.deduplicationId,
    AWSTraceHeader: content.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Record<string, string>;
}
