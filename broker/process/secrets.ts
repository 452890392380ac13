import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { MASTER_KEY_PATTERN } from '../protocol/encryption.ts';

/** What the starter of a broker hands over where no other program can see it. */
export interface Secrets {
  /** Of the control channel. */
  readonly token?: string | undefined;
  /** Of the data folder: base64 of 32 bytes. */
  readonly masterKey?: string | undefined;
}

export type SecretsResult =
  | { readonly ok: true; readonly value: Secrets }
  | { readonly ok: false; readonly message: string };

/** More than both secrets need; what is longer is something else. */
const MAXIMUM_SECRETS_BYTES = 4096;
const SHAPES: Readonly<Record<keyof Secrets, RegExp>> = { token: /./, masterKey: MASTER_KEY_PATTERN };

/**
 * Reads the secrets from the first line of a stream, as JSON. An environment variable can be read by every program of the
 * user for as long as the process runs, also once the process has removed it (`/proc/<pid>/environ`); what went through a
 * pipe is gone. What comes behind the line is dropped.
 */
export async function readSecrets(input: Readable): Promise<SecretsResult> {
  const line = await readLine(input, MAXIMUM_SECRETS_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(line ?? '');
  } catch {
    return refuseLine();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuseLine();
  const entries = Object.entries(value);
  const isGood = entries.every(
    ([name, text]) =>
      Object.hasOwn(SHAPES, name) && typeof text === 'string' && SHAPES[name as keyof Secrets].test(text),
  );
  return isGood ? { ok: true, value } : refuseLine();
}

function refuseLine(): SecretsResult {
  const message = l10n.t(
    '--secrets stdin: the first line must be a JSON object with a "token", a "masterKey" of 32 bytes in base64, or both.',
  );
  return { ok: false, message };
}

/**
 * The first line of a stream; undefined when there is none, or when it is too long. The stream stays open: that it ends means something
 * later.
 */
export function readLine(input: Readable, maximumBytes: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const finish = (line: string | undefined): void => {
      input.off('data', onData);
      input.off('end', onEnd);
      input.off('error', onEnd);
      input.pause();
      // An open pipe would keep a process that could not start.
      if ('unref' in input && typeof input.unref === 'function') input.unref();
      resolve(line);
    };
    const onEnd = (): void => finish(received.length === 0 ? undefined : received.toString());
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\n');
      if (end !== -1) finish(received.toString('utf8', 0, end));
      else if (received.length > maximumBytes) finish(undefined);
    };
    input.on('data', onData);
    input.on('end', onEnd);
    input.on('error', onEnd);
  });
}
