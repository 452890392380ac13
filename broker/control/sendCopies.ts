import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { digestAttributes } from '../calls/attributeDigest.ts';
import { countChunks } from '../engine/rules/messageSize.ts';
import type { Queue } from '../engine/state/queue.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import { type SendInput, type SentMessage, sendMessage } from '../engine/operations/sendMessage.ts';
import type { SendMessageResult } from '../protocol/message.ts';
import { createEditorCaller, describeEditorCall } from './editorCall.ts';
import type { ControlServices } from './services.ts';

/** Copies sent before others get their turn of the event loop; about 5 ms. */
const COPIES_A_TURN = 500;

/** Sends a message as often as asked. What was sent before a refusal stays sent. */
export async function sendCopies(
  services: ControlServices,
  queue: Queue,
  input: SendInput,
  count: number,
): Promise<Result<SendMessageResult>> {
  const first = sendOnce(services, queue, input);
  if (!first.ok) return first;
  let sentCount = 1;
  let duplicateCount = first.value.isDuplicate ? 1 : 0;
  while (sentCount < count) {
    if (sentCount % COPIES_A_TURN === 0) await setImmediate();
    if (queue.isDeleted) break;
    const next = sendOnce(services, queue, nameCopy(queue, input, sentCount + 1));
    if (!next.ok) return next;
    sentCount++;
    if (next.value.isDuplicate) duplicateCount++;
  }
  return succeed(describeSent(first.value, sentCount, duplicateCount));
}

/** One send of the editor, counted as a program's would be. */
export function sendOnce(services: ControlServices, queue: Queue, input: SendInput): Result<SentMessage> {
  const caller = createEditorCaller(services, 'SendMessage');
  const sent = sendMessage(services.engine, queue, input, caller);
  if (sent.ok) services.onApiCall(describeEditorCall(caller, queue.arn, sent.value.sizeBytes, 1));
  return sent;
}

/**
 * On a FIFO queue copies of one message would be taken for repetitions of it. A given deduplication id stays as it is:
 * a user who sets one wants to see its effect.
 */
function nameCopy(queue: Queue, input: SendInput, copy: number): SendInput {
  if (!queue.isFifo || input.deduplicationId !== undefined) return input;
  return { ...input, deduplicationId: `${randomUUID()}-${copy}` };
}

function describeSent(sent: SentMessage, sentCount: number, duplicateCount: number): SendMessageResult {
  const { messageId, bodyMd5, sizeBytes, sequenceNumber } = sent;
  const attributesMd5 = digestAttributes(sent.attributes);
  return {
    messageId,
    bodyMd5,
    sizeBytes,
    chunks: countChunks(sizeBytes),
    sentCount,
    duplicateCount,
    ...(attributesMd5 === undefined ? {} : { attributesMd5 }),
    ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
  };
}
