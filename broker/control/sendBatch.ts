import { sendMessageBatch } from '../engine/operations/batch.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import type { SendInput } from '../engine/operations/sendMessage.ts';
import type { Queue } from '../engine/state/queue.ts';
import { readAttribute } from '../calls/messageInput.ts';
import type { BatchedMessage, BatchedSend } from '../protocol/messages.ts';
import { createEditorCaller, describeEditorCall } from './editorCall.ts';
import type { ControlServices } from './services.ts';

/** A batch of the editor, counted as a program's would be. @returns what became of each, in their order */
export function sendBatch(
  services: ControlServices,
  queue: Queue,
  messages: readonly BatchedMessage[],
): Result<{ readonly sends: readonly BatchedSend[] }> {
  const caller = createEditorCaller(services, 'SendMessageBatch');
  const entries = messages.map((message, place) => ({ id: String(place), input: toSendInput(message) }));
  const outcome = sendMessageBatch(services.engine, queue, entries, caller);
  if (!outcome.ok) return outcome;
  const { successful, failed } = outcome.value;
  const bytes = successful.reduce((sum, { value }) => sum + value.sizeBytes, 0);
  services.onApiCall(describeEditorCall(caller, queue.arn, bytes, successful.length));
  const byPlace = new Map<string, BatchedSend>();
  for (const { id, value } of successful)
    byPlace.set(id, { messageId: value.messageId, isDuplicate: value.isDuplicate });
  for (const { id, message } of failed) byPlace.set(id, { refusal: message });
  return succeed({ sends: entries.map(({ id }) => byPlace.get(id) as BatchedSend) });
}

function toSendInput({ body, attributes, groupId, deduplicationId, traceHeader }: BatchedMessage): SendInput {
  return {
    body,
    attributes: attributes?.map(readAttribute),
    systemAttributes:
      traceHeader === undefined
        ? undefined
        : [{ name: 'AWSTraceHeader', type: 'String', stringValue: traceHeader }],
    groupId,
    deduplicationId,
  };
}
