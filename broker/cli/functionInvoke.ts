import { createReadStream } from 'node:fs';
import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { formatNumber } from '../language/numbers.ts';
import { invokeFunction, type InvokeFunctionResult } from '../protocol/functions.ts';
import { MAXIMUM_PAYLOAD_BYTES } from '../protocol/mappingLimits.ts';
import type { InvokeRequest } from './functionOptions.ts';

/** The function failed. */
const EXIT_FAILED = 1;
/** It was not invoked. */
const EXIT_NOT_RUN = 3;

/** The event cannot be read, or is none. */
export class EventError extends Error {}

/**
 * Invokes a function and prints what it returned, or its error. Returns the exit code.
 * @throws EventError
 */
export async function invoke(
  client: ControlClient,
  { name, file, showsLog }: InvokeRequest,
  isJson: boolean,
): Promise<number> {
  const payload = await readEvent(file);
  const result = await client.request(invokeFunction, { name, payload });
  const { report, payload: answer, reason, logTail } = result;
  const hasFailed = report?.outcome !== 'returned';
  if (isJson) process.stdout.write(`${JSON.stringify(describe(result))}\n`);
  else {
    if (logTail !== '' && (showsLog || hasFailed)) process.stderr.write(logTail);
    if (answer !== undefined) process.stdout.write(`${answer}\n`);
    if (reason !== undefined) process.stderr.write(`queueside function: ${describeReason(name, reason)}\n`);
  }
  if (report === undefined) return EXIT_NOT_RUN;
  return hasFailed ? EXIT_FAILED : 0;
}

/** What the function returned as JSON, if it is JSON. */
function describe({ payload, ...rest }: InvokeFunctionResult): object {
  if (payload === undefined) return rest;
  try {
    return { ...rest, payload: JSON.parse(payload) as unknown };
  } catch {
    return { ...rest, payload };
  }
}

/** The service says a word where the function is throttled. */
function describeReason(name: string, reason: string): string {
  return /^[A-Za-z]+$/.test(reason) ? l10n.t('The function {0} is throttled: {1}', name, reason) : reason;
}

/** @throws EventError */
async function readEvent(file: string | undefined): Promise<string> {
  const source = file === undefined ? process.stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAXIMUM_PAYLOAD_BYTES) {
        const limit = formatNumber(MAXIMUM_PAYLOAD_BYTES);
        throw new EventError(l10n.t('The event has more than {0} bytes.', limit));
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw new EventError((error as Error).message);
  }
  // Without the byte order mark that some editors and shells begin a file with.
  const text = new TextDecoder().decode(Buffer.concat(chunks));
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new EventError(l10n.t('The event is not JSON: {0}', (error as Error).message));
  }
}
