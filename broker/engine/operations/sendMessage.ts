import { checkFifoId, checkRange, refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { MessageAttribute, MessageContent } from '../base/content.ts';
import type { Engine } from '../engine.ts';
import { messageIdOf } from '../base/identity.ts';
import { RANGES } from '../base/limits.ts';
import { Message } from '../state/message.ts';
import {
  type AttributeInput,
  checkAttributes,
  hasIllegalCharacters,
  refuseCharacters,
} from '../rules/messageRules.ts';
import { measureMessage } from '../rules/messageSize.ts';
import type { Queue } from '../state/queue.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';
import { type DeduplicationEntry, deduplicationKey } from '../state/deduplication.ts';
import { DEDUPLICATION_SCOPES } from '../../api/queueAttributes.ts';
import { enqueue } from './transitions.ts';

/** The parameters of a send; absent members are undefined. */
export interface SendInput {
  readonly body: string | undefined;
  /** The body is known to have only characters from U+0020 to U+007F, so it needs no check. */
  readonly isPrintableAscii?: boolean;
  /** 0-900. */
  readonly delaySeconds?: number | undefined;
  readonly attributes?: readonly AttributeInput[] | undefined;
  /** Only AWSTraceHeader of type String is known. */
  readonly systemAttributes?: readonly AttributeInput[] | undefined;
  /** The X-Amzn-Trace-Id header of the call, used when no system attribute is given. */
  readonly traceHeader?: string | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

export interface SentMessage {
  readonly messageId: string;
  readonly bodyMd5: string;
  readonly sizeBytes: number;
  readonly attributes: readonly MessageAttribute[] | undefined;
  /** The AWSTraceHeader given as a system attribute, for its digest. */
  readonly systemAttributes: readonly MessageAttribute[] | undefined;
  /** FIFO only: 20 digits. */
  readonly sequenceNumber: string | undefined;
  /** FIFO: it was deduplicated; the id is that of the message that was sent before. */
  readonly isDuplicate: boolean;
}

/** A send that passed all checks. */
export interface CheckedSend {
  readonly body: Uint8Array;
  readonly sizeBytes: number;
  readonly attributes: readonly MessageAttribute[] | undefined;
  readonly systemAttributes: readonly MessageAttribute[] | undefined;
  readonly traceHeader: string | undefined;
  readonly delayMs: number;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

/** How an oversized message is refused: alone, or as an entry of a batch (contract §3.3). */
export const TOO_LARGE = 'One or more parameters are invalid.';
export const TOO_LARGE_IN_BATCH = 'One or more parameters cannot be validated.';

/**
 * SendMessage (contract §1.7).
 * Errors: MissingParameter, InvalidMessageContents, InvalidParameterValue, UnsupportedOperation, ServiceUnavailable.
 */
export function sendMessage(
  engine: Engine,
  queue: Queue,
  input: SendInput,
  caller: Caller,
): Result<SentMessage> {
  const now = engine.begin();
  const checked = checkSend(engine, queue, input, TOO_LARGE);
  const result = checked.ok ? succeed(storeMessage(engine, queue, checked.value, caller, now)) : checked;
  engine.settle();
  return result;
}

/** Everything that can be wrong with a message, before anything is stored. */
export function checkSend(
  engine: Engine,
  queue: Queue,
  input: SendInput,
  tooLarge: string,
): Result<CheckedSend> {
  const { ports, limits } = engine;
  const text = input.body;
  if (text === undefined || text === '') return refuseMissing('MessageBody');
  const refusal =
    checkRange(
      'DelaySeconds',
      input.delaySeconds,
      RANGES.delaySeconds,
      'DelaySeconds must be >= 0 and <= 900.',
    ) ?? (queue.isFifo ? checkFifoMembers(queue, input) : checkStandardMembers(input));
  if (refusal !== undefined) return refusal;
  if (input.isPrintableAscii !== true && hasIllegalCharacters(text)) return refuseCharacters();
  const attributes = checkAttributes(input.attributes, limits.messageAttributes);
  if (!attributes.ok) return attributes;
  const systemAttributes = checkSystemAttributes(input.systemAttributes);
  if (!systemAttributes.ok) return systemAttributes;
  const body = ports.encodeText(text);
  const sizeBytes = measureMessage(ports, body, attributes.value);
  const maximum = queue.settings.maximumMessageBytes;
  if (sizeBytes > maximum) {
    return fail(
      'InvalidParameterValue',
      `${tooLarge} Reason: Message must be shorter than ${maximum} bytes.`,
      'MessageBody',
    );
  }
  const noRoom = ports.refuseMessages?.(sizeBytes);
  if (noRoom !== undefined) return noRoom;
  const delaySeconds = queue.isFifo
    ? queue.settings.delaySeconds
    : (input.delaySeconds ?? queue.settings.delaySeconds);
  return succeed({
    body,
    sizeBytes,
    attributes: attributes.value,
    systemAttributes: systemAttributes.value,
    traceHeader: (systemAttributes.value?.[0]?.value as string | undefined) ?? input.traceHeader,
    delayMs: delaySeconds * 1000,
    groupId: input.groupId,
    deduplicationId: queue.isFifo ? (input.deduplicationId ?? ports.sha256(body)) : undefined,
  });
}

function checkStandardMembers(input: SendInput): Failure | undefined {
  if (input.deduplicationId !== undefined) {
    return fail(
      'InvalidParameterValue',
      `Value ${input.deduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.`,
      'MessageDeduplicationId',
    );
  }
  return input.groupId === undefined ? undefined : checkFifoId('MessageGroupId', input.groupId);
}

function checkFifoMembers(queue: Queue, input: SendInput): Failure | undefined {
  if (input.groupId === undefined) return refuseMissing('MessageGroupId');
  const badId =
    checkFifoId('MessageGroupId', input.groupId) ??
    (input.deduplicationId === undefined
      ? undefined
      : checkFifoId('MessageDeduplicationId', input.deduplicationId));
  if (badId !== undefined) return badId;
  if (input.delaySeconds !== undefined && input.delaySeconds > 0) {
    return fail(
      'InvalidParameterValue',
      `Value ${input.delaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      'DelaySeconds',
    );
  }
  return refuseMissingDeduplication(queue, input.deduplicationId);
}

/** FIFO: without content-based deduplication every send needs an id of its own. */
export function refuseMissingDeduplication(
  queue: Queue,
  deduplicationId: string | undefined,
): Failure | undefined {
  if (deduplicationId !== undefined || queue.settings.fifo?.contentBasedDeduplication !== false)
    return undefined;
  return fail(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    'MessageDeduplicationId',
  );
}

function checkSystemAttributes(
  inputs: readonly AttributeInput[] | undefined,
): Result<readonly MessageAttribute[] | undefined> {
  const unknown = inputs?.find((input) => input.name !== 'AWSTraceHeader');
  if (unknown !== undefined) {
    return fail(
      'InvalidParameterValue',
      `Message system attribute name '${unknown.name}' is invalid.`,
      'MessageSystemAttributes',
    );
  }
  const checked = checkAttributes(inputs, 1);
  if (!checked.ok) return checked;
  if (checked.value?.some((attribute) => attribute.type !== 'String') === true) {
    return fail(
      'InvalidParameterValue',
      "The type of message system attribute 'AWSTraceHeader' must be 'String'.",
      'MessageSystemAttributes',
    );
  }
  return checked;
}

/** Stores a checked message, unless it is a duplicate (contract §6.8). */
export function storeMessage(
  engine: Engine,
  queue: Queue,
  send: CheckedSend,
  caller: Caller,
  now: number,
): SentMessage {
  const bodyMd5 = engine.ports.md5(send.body);
  const duplicate = findDuplicate(queue, send, now);
  if (duplicate !== undefined) {
    const { messageNumber, sequenceNumber } = duplicate;
    engine.emit({
      kind: 'deduplicated',
      at: now,
      queue,
      caller,
      messageNumber,
      groupId: send.groupId as string,
    });
    return describeSent(engine, messageNumber, send, bodyMd5, sequenceNumber, true);
  }
  const number = engine.nextMessageNumber();
  const sequenceNumber = queue.isFifo ? formatSequenceNumber(number) : undefined;
  const content: MessageContent = {
    body: send.body,
    bodyMd5,
    senderId: caller.accessKeyId,
    attributes: send.attributes,
    traceHeader: send.traceHeader,
    groupId: send.groupId,
    deduplicationId: send.deduplicationId,
    sequenceNumber,
  };
  const message = new Message(
    number,
    queue,
    engine.ports.contents.keep(content),
    now,
    send.sizeBytes,
    send.groupId,
  );
  if (sequenceNumber !== undefined) {
    const scope = queue.settings.fifo?.deduplicationScope;
    queue.deduplication.remember(deduplicationKey(scope, send.groupId, send.deduplicationId as string), {
      messageNumber: number,
      sequenceNumber,
      firstSentAt: now,
    });
  }
  const delayMs = send.delayMs + (queue.deliveryFaults?.delayMs(number, caller) ?? 0);
  enqueue(engine, message, delayMs, now);
  engine.emit({ kind: 'sent', at: now, queue, message, caller, content, delayMs });
  return describeSent(engine, number, send, bodyMd5, sequenceNumber, false);
}

/** The first of the sends that this one repeats. */
function findDuplicate(queue: Queue, send: CheckedSend, now: number): DeduplicationEntry | undefined {
  if (!queue.isFifo) return undefined;
  let first: DeduplicationEntry | undefined;
  // A changed scope is for new sends: what was remembered under the other one continues counting.
  for (const scope of DEDUPLICATION_SCOPES) {
    const key = deduplicationKey(scope, send.groupId, send.deduplicationId as string);
    const entry = queue.deduplication.find(key, now);
    if (entry !== undefined && entry.messageNumber < (first?.messageNumber ?? Number.POSITIVE_INFINITY)) {
      first = entry;
    }
  }
  return first;
}

/** The service's sequence numbers have 20 digits and rise within a group. */
export function formatSequenceNumber(number: number): string {
  return `188${String(number).padStart(17, '0')}`;
}

function describeSent(
  engine: Engine,
  number: number,
  send: CheckedSend,
  bodyMd5: string,
  sequenceNumber: string | undefined,
  isDuplicate: boolean,
): SentMessage {
  return {
    messageId: messageIdOf(engine.identityKey, number),
    bodyMd5,
    sizeBytes: send.sizeBytes,
    attributes: send.attributes,
    systemAttributes: send.systemAttributes,
    sequenceNumber,
    isDuplicate,
  };
}
