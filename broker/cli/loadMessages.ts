import { randomUUID } from 'node:crypto';
import { countChunks } from '../engine/rules/messageSize.ts';
import { readTextFile } from '../files/readTextFile.ts';
import type { LoadOptions } from './loadOptions.ts';

/** More than a request may have. */
const MAXIMUM_TEMPLATE_BYTES = 8 * 1_048_576;

/** The next message to send. */
export interface LoadMessage {
  /** The members of a SendMessage call. */
  readonly members: object;
  /** Requests that Amazon SQS would bill for it. */
  readonly chunks: number;
}

/**
 * Makes the messages of a load test, numbered from 1. Throws an error with the reason if the template cannot be read.
 */
export function createLoadMessages(options: LoadOptions): () => LoadMessage {
  const { queueUrl, isFifo, groups, attributes } = options;
  const makeBody = chooseBody(options);
  // Without it, the messages of a second run within five minutes would count as duplicates.
  const run = randomUUID();
  const attributeBytes = measureAttributes(attributes);
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
  let number = 0;
  return () => {
    number++;
    const body = makeBody(number);
    return {
      members: {
        QueueUrl: queueUrl.href,
        MessageBody: body,
        ...(attributeBytes === 0 ? undefined : { MessageAttributes: messageAttributes }),
        ...(groups === 0 ? undefined : { MessageGroupId: `group-${((number - 1) % groups) + 1}` }),
        ...(isFifo ? { MessageDeduplicationId: `${run}-${number}` } : undefined),
      },
      chunks: countChunks(Buffer.byteLength(body) + attributeBytes),
    };
  };
}

function chooseBody({ template, bodyBytes }: LoadOptions): (number: number) => string {
  if (template === undefined) return (number) => `${number} `.padEnd(bodyBytes, 'x').slice(0, bodyBytes);
  const file = readTextFile(template, MAXIMUM_TEMPLATE_BYTES);
  if (!file.ok) throw new Error(`${template} ${file.message}`);
  const { text } = file;
  return (number) => fillTemplate(text, number);
}

/** Replaces the placeholders of a template: `{{n}}`, `{{uuid}}`, `{{now}}` (ISO 8601). Others stay as they are. */
export function fillTemplate(text: string, number: number): string {
  return text.replace(/\{\{(n|uuid|now)\}\}/g, (_, name: string) => {
    if (name === 'n') return String(number);
    return name === 'uuid' ? randomUUID() : new Date().toISOString();
  });
}

function measureAttributes(attributes: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + 'String'.length + Buffer.byteLength(value);
  }
  return bytes;
}
