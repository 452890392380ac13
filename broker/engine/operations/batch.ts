import type { Caller } from '../base/caller.ts';
import { type VisibilityInput, changeByHandle } from './changeVisibility.ts';
import { removeByHandle } from './deleteMessage.ts';
import type { Engine } from '../engine.ts';
import { hasIllegalCharacters } from '../rules/messageRules.ts';
import type { Queue } from '../state/queue.ts';
import { type ErrorCode, type Failure, type Result, fail, succeed } from '../base/result.ts';
import {
  type CheckedSend,
  type SendInput,
  type SentMessage,
  TOO_LARGE_IN_BATCH,
  checkSend,
  refuseMissingDeduplication,
  storeMessage,
} from './sendMessage.ts';
import { refuseMissing } from '../rules/callChecks.ts';

export interface BatchEntry<T> {
  /** 1-80 of `A-Za-z0-9_-`, distinct in the batch. */
  readonly id: string | undefined;
  readonly input: T;
}

export interface BatchFailure {
  readonly id: string;
  readonly code: ErrorCode;
  readonly message: string;
  /** True when the sender is to blame. */
  readonly senderFault: boolean;
}

/** What became of each entry of a batch, in the order of the entries. */
export interface BatchOutcome<T> {
  readonly successful: readonly { readonly id: string; readonly value: T }[];
  readonly failed: readonly BatchFailure[];
}

const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** What is wrong with a batch as a whole (contract §1.8). `entryName` as the service calls its entries. */
function checkBatch(
  engine: Engine,
  entries: readonly BatchEntry<unknown>[] | undefined,
  entryName: string,
): Failure | undefined {
  if (entries === undefined || entries.length === 0) {
    return fail('EmptyBatchRequest', `There should be at least one ${entryName} in the request.`, 'Entries');
  }
  const limit = engine.limits.batchEntries;
  if (entries.length > limit) {
    return fail(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${limit}. You have sent ${entries.length}.`,
      'Entries',
    );
  }
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (id === undefined || !ENTRY_ID.test(id)) {
      return fail(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
        'Id',
      );
    }
    if (seen.has(id)) return fail('BatchEntryIdsNotDistinct', `Id ${id} repeated.`, 'Id');
    seen.add(id);
  }
  return undefined;
}

/** Runs checked entries one by one and sorts what comes of them. */
function runEntries<T, R>(entries: readonly BatchEntry<T>[], run: (input: T) => Result<R>): BatchOutcome<R> {
  const successful: { id: string; value: R }[] = [];
  const failed: BatchFailure[] = [];
  for (const { id, input } of entries) {
    const result = run(input);
    if (result.ok) successful.push({ id: id as string, value: result.value });
    else failed.push({ id: id as string, code: result.code, message: result.message, senderFault: true });
  }
  return { successful, failed };
}

/**
 * SendMessageBatch (contract §1.8). Entries fail alone, except for what refuses the whole request.
 * Errors: those of {@link checkBatch}, BatchRequestTooLong, ServiceUnavailable, and on FIFO queues InvalidParameterValue
 * for an entry without deduplication or group id (a single send without group id is MissingParameter).
 */
export function sendMessageBatch(
  engine: Engine,
  queue: Queue,
  entries: readonly BatchEntry<SendInput>[] | undefined,
  caller: Caller,
): Result<BatchOutcome<SentMessage>> {
  const now = engine.begin();
  const refusal =
    checkBatch(engine, entries, 'SendMessageBatchRequestEntry') ??
    checkWholeSend(engine, queue, entries ?? []);
  if (refusal !== undefined || entries === undefined) {
    engine.settle();
    return refusal ?? refuseMissing('Entries');
  }
  const outcome = runEntries(entries, (input) => {
    const checked = checkEntry(engine, queue, input);
    return checked.ok ? succeed(storeMessage(engine, queue, checked.value, caller, now)) : checked;
  });
  engine.settle();
  return succeed(outcome);
}

function checkEntry(engine: Engine, queue: Queue, input: SendInput): Result<CheckedSend> {
  if (input.body === undefined || input.body === '') {
    return fail('EmptyValue', 'The message body must not be empty.', 'MessageBody');
  }
  return checkSend(engine, queue, input, TOO_LARGE_IN_BATCH);
}

function checkWholeSend(
  engine: Engine,
  queue: Queue,
  entries: readonly BatchEntry<SendInput>[],
): Failure | undefined {
  let bytes = 0;
  for (const { input } of entries) {
    if (queue.isFifo) {
      const refusal =
        input.groupId === undefined
          ? fail('InvalidParameterValue', refuseMissing('MessageGroupId').message, 'MessageGroupId')
          : refuseMissingDeduplication(queue, input.deduplicationId);
      if (refusal !== undefined) return refusal;
    }
    bytes += measureInput(engine, input);
  }
  const limit = engine.limits.batchBytes;
  // All of it or none: a client that tries again need not find out which entries were sent.
  if (bytes <= limit) return engine.ports.refuseMessages?.(bytes);
  return fail(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${limit} bytes. You have sent ${bytes} bytes.`,
    'Entries',
  );
}

/** The size of an entry before it is checked. */
function measureInput(engine: Engine, input: SendInput): number {
  const measure = (text: string | undefined): number =>
    text === undefined || hasIllegalCharacters(text)
      ? (text?.length ?? 0)
      : engine.ports.encodeText(text).length;
  let bytes = input.isPrintableAscii === true ? (input.body?.length ?? 0) : measure(input.body);
  for (const { name, type, stringValue, binaryValue } of input.attributes ?? []) {
    bytes += measure(name) + measure(type) + (binaryValue?.length ?? measure(stringValue));
  }
  return bytes;
}

/** DeleteMessageBatch (contract §1.10). */
export function deleteMessageBatch(
  engine: Engine,
  queue: Queue,
  entries: readonly BatchEntry<string | undefined>[] | undefined,
  caller: Caller,
): Result<BatchOutcome<undefined>> {
  const now = engine.begin();
  const refusal = checkBatch(engine, entries, 'DeleteMessageBatchRequestEntry');
  const result =
    refusal ??
    succeed(runEntries(entries ?? [], (handle) => removeByHandle(engine, queue, handle, caller, now)));
  engine.settle();
  return result;
}

/** ChangeMessageVisibilityBatch (contract §1.11). */
export function changeVisibilityBatch(
  engine: Engine,
  queue: Queue,
  entries: readonly BatchEntry<VisibilityInput>[] | undefined,
  caller: Caller,
): Result<BatchOutcome<undefined>> {
  const now = engine.begin();
  const refusal = checkBatch(engine, entries, 'ChangeMessageVisibilityBatchRequestEntry');
  const result =
    refusal ??
    succeed(runEntries(entries ?? [], (input) => changeByHandle(engine, queue, input, caller, now)));
  engine.settle();
  return result;
}
