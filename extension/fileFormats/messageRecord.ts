import type { MessageAttributeValue, MessageDetails, RecordedSend } from '../../broker/protocol/message.ts';

/** A message as a file has it. */
export interface MessageRecord {
  readonly messageId?: string;
  readonly body: string;
  /** Binary values are base64. */
  readonly attributes: readonly MessageAttributeValue[];
  /** `MessageGroupId`, `SentTimestamp` and so on, in SQS's spelling. */
  readonly systemAttributes: Readonly<Record<string, string>>;
}

/** Why a line or a row is no message. */
export type LineProblem =
  | { readonly kind: 'tooLong' | 'notUtf8' | 'notJson' | 'notAnObject' | 'bodyMissing' | 'badColumns' }
  /** Of `MessageAttributes` or `Attributes`. */
  | { readonly kind: 'badMember'; readonly member: string }
  /** Of the message attribute with this name. */
  | { readonly kind: 'badAttribute'; readonly name: string };

/** Why no more of a file is read. `line`: of a line or a row, from 1. */
export type FileProblem =
  | { readonly kind: 'notAFile' | 'tooLarge' | 'otherEncoding' | 'noBodyColumn' | 'savedTrace' }
  | { readonly kind: 'lineTooLong' | 'badQuotes'; readonly line: number };

/** What a line of JSON Lines or a row of CSV says; `line` from 1. */
export type FileLine =
  | { readonly kind: 'message'; readonly line: number; readonly record: MessageRecord }
  | { readonly kind: 'bad'; readonly line: number; readonly problem: LineProblem }
  /** The last one, if the file cannot be read to its end. */
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

export type FileFormat = 'jsonLines' | 'csv';

/** JSON Lines, unless the file is called CSV. */
export function formatOfFile(path: string): FileFormat {
  return /\.csv$/i.test(path) ? 'csv' : 'jsonLines';
}

export function recordDetails({
  messageId,
  body,
  attributes,
  systemAttributes,
}: MessageDetails): MessageRecord {
  return { messageId, body, attributes, systemAttributes };
}

export function recordSend({
  messageId,
  body,
  attributes,
  sentAt,
  groupId,
  deduplicationId,
  traceHeader,
}: RecordedSend): MessageRecord {
  const systemAttributes = {
    SentTimestamp: String(sentAt),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    ...(traceHeader === undefined ? {} : { AWSTraceHeader: traceHeader }),
  };
  return { messageId, body, attributes, systemAttributes };
}
