import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { BatchedMessage } from '../../broker/protocol/messages.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { cutIntoBatches, measureMessage } from '../connections/messageBatches.ts';
import type { FileFormats } from '../fileFormats/loadFileFormats.ts';
import { formatOfFile, type MessageRecord } from '../fileFormats/messageRecord.ts';
import { describeFileProblem } from './problemText.ts';

/** How messages are sent that a file has for a FIFO queue. */
export interface FifoChoice {
  /** For messages that have none. */
  readonly groupId: string;
  /** False: each message gets a new one. */
  readonly keepsDeduplicationIds: boolean;
}

/** A message of a file, ready to be sent. */
interface ImportedMessage {
  /** Where it is in the file, from 1. */
  readonly line: number;
  readonly message: BatchedMessage;
}

export interface SendingOptions {
  /** Undefined: to a standard queue. */
  readonly fifo: FifoChoice | undefined;
  /** How many messages the file had when the user was asked. */
  readonly messageCount: number;
  /** Why no batch may have the message; undefined: it may. */
  readonly findProblem: (message: BatchedMessage) => string | undefined;
}

export interface ImportOutcome {
  /** What was sent and stored. */
  sentCount: number;
  /** Of those, for as long as all of them can be remembered: undefined when they are too many. */
  sentIds: string[] | undefined;
  /** A FIFO queue had them already. */
  duplicateCount: number;
  failedCount: number;
  /** The first of them. */
  readonly failed: { readonly line: number; readonly reason: string }[];
  isCancelled: boolean;
  /** Why it ended before the end of the file. */
  stopReason?: string;
}

/** As many as an undo deletes again. */
const MAXIMUM_REMEMBERED = 100_000;
const MAXIMUM_NAMED = 1_000;
/** While a connection has not said what it takes. */
const USUAL_MAXIMUM_BYTES = 1_048_576;
/** A request to the broker can have 8 MiB. */
const MAXIMUM_REQUEST_BYTES = 7 * 1_048_576;

/**
 * Sends the messages of a file in batches, in their order. One that is rejected does not stop the others; what was sent stays sent.
 * @param progress gets how many are done, after each batch
 */
export async function sendFile(
  { readMessageFile }: FileFormats,
  path: string,
  { connection, queue }: PlacedQueue<'send' | 'sendBatch'>,
  options: SendingOptions,
  progress: (done: number) => void,
  isCancelled: () => boolean,
): Promise<ImportOutcome> {
  const outcome: ImportOutcome = {
    sentCount: 0,
    sentIds: [],
    duplicateCount: 0,
    failedCount: 0,
    failed: [],
    isCancelled: false,
  };
  const maximumBytes = Math.min(
    connection.can.send.maximumMessageBytes ?? USUAL_MAXIMUM_BYTES,
    USUAL_MAXIMUM_BYTES,
  );
  const sendable = readMessages(readMessageFile, path, options, {
    refuse: (line, refusal) => note(outcome, line, { refusal }),
    stop: (reason) => {
      outcome.stopReason = reason;
    },
    isCancelled,
  });
  for await (const batch of cutIntoBatches(sendable, maximumBytes)) {
    if (isCancelled()) return { ...outcome, isCancelled: true };
    try {
      const messages = batch.map(({ message }) => message);
      const { sends } = await connection.can.sendBatch({ queueArn: queue.arn, messages });
      sends.forEach((send, place) => note(outcome, batch[place]?.line ?? 0, send));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // A message that no batch takes fails alone; anything else would fail for the rest of the file too.
      const [first] = batch;
      if (first === undefined || measureMessage(first.message) <= maximumBytes)
        return { ...outcome, stopReason: reason };
      note(outcome, first.line, { refusal: reason });
    }
    progress(outcome.sentCount + outcome.duplicateCount + outcome.failedCount);
  }
  if (
    isCancelled() &&
    outcome.stopReason === undefined &&
    outcome.sentCount + outcome.duplicateCount + outcome.failedCount < options.messageCount
  )
    return { ...outcome, isCancelled: true };
  return outcome;
}

function note(
  outcome: ImportOutcome,
  line: number,
  send: { readonly messageId: string; readonly isDuplicate: boolean } | { readonly refusal: string },
): void {
  if ('refusal' in send) {
    outcome.failedCount++;
    if (outcome.failed.length < MAXIMUM_NAMED) outcome.failed.push({ line, reason: send.refusal });
  } else if (send.isDuplicate) outcome.duplicateCount++;
  else {
    outcome.sentCount++;
    // An undo of some of them would be no undo.
    if (outcome.sentCount > MAXIMUM_REMEMBERED) outcome.sentIds = undefined;
    outcome.sentIds?.push(send.messageId);
  }
}

interface ReadingNotes {
  /** Gets those that no batch may have. */
  readonly refuse: (line: number, reason: string) => void;
  /** Gets why the file was not read to the end that it had. */
  readonly stop: (reason: string) => void;
  readonly isCancelled: () => boolean;
}

/** Ends without an error where the file can no longer be read: what was read is sent, and counted. */
async function* readMessages(
  readMessageFile: FileFormats['readMessageFile'],
  path: string,
  { fifo, messageCount, findProblem }: SendingOptions,
  { refuse, stop, isCancelled }: ReadingNotes,
): AsyncGenerator<ImportedMessage> {
  const name = basename(path);
  let count = 0;
  try {
    for await (const each of readMessageFile(path)) {
      // Also between two batches, which may have many lines between them that are left out.
      if (isCancelled()) return;
      if (each.kind === 'unreadable')
        return stop(describeFileProblem(each.problem, formatOfFile(path), name));
      if (each.kind === 'bad') continue;
      count++;
      if (count > messageCount) break;
      const message = prepare(each.record, fifo);
      const refusal = findProblem(message) ?? findExcess(message);
      if (refusal === undefined) yield { line: each.line, message };
      else refuse(each.line, refusal);
    }
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
  if (count !== messageCount) stop(l10n.t('{0} changed during the import.', name));
}

/** Such a request would end the connection. */
function findExcess(message: BatchedMessage): string | undefined {
  const isLarge = measureMessage(message) > USUAL_MAXIMUM_BYTES;
  return isLarge && Buffer.byteLength(JSON.stringify(message)) > MAXIMUM_REQUEST_BYTES
    ? l10n.t('It is too large to be sent.')
    : undefined;
}

/** A standard queue takes no deduplication ids. */
function prepare(
  { body, attributes, systemAttributes }: MessageRecord,
  fifo: FifoChoice | undefined,
): BatchedMessage {
  const { MessageGroupId, MessageDeduplicationId, AWSTraceHeader } = systemAttributes;
  const groupId = MessageGroupId ?? fifo?.groupId;
  const deduplicationId =
    fifo && ((fifo.keepsDeduplicationIds ? MessageDeduplicationId : undefined) ?? randomUUID());
  return {
    body,
    ...(attributes.length === 0 ? {} : { attributes }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(AWSTraceHeader === undefined ? {} : { traceHeader: AWSTraceHeader }),
  };
}
