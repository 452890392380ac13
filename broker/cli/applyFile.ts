import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ControlClient } from '../client/controlClient.ts';
import { formatProblem } from '../definitions/problems.ts';
import { readTextFile } from '../files/readTextFile.ts';
import { applyDefinitions, MAXIMUM_DEFINITIONS_BYTES } from '../protocol/definitions.ts';

/** Declares queues, pools and functions. */
export const DEFAULT_CONFIG = 'queueside.json';
/** Maximum number of reported problems of a file; the rest often follow from the first. */
export const MAXIMUM_PROBLEMS = 20;

/** The file that is to declare something cannot be read, is invalid, or does not declare it. */
export class DefinitionFileError extends Error {}

/**
 * Applies a file as the broker's own `--config` is applied: it creates and changes queues, too.
 * @throws DefinitionFileError
 */
export async function applyFile(client: ControlClient, file: string): Promise<void> {
  const read = readTextFile(file, MAXIMUM_DEFINITIONS_BYTES);
  if (!read.ok) throw new DefinitionFileError(`${file} ${read.message}`);
  const source = resolve(file);
  const { problems } = await client.request(applyDefinitions, {
    text: read.text,
    source,
    folder: dirname(source),
  });
  if (problems.length === 0) return;
  const lines = problems.slice(0, MAXIMUM_PROBLEMS).map((problem) => formatProblem(file, problem));
  throw new DefinitionFileError(['', ...lines].join('\n').trimStart());
}

/** @returns the file that declares what the broker does not know; undefined: there is none */
export function findFile(config: string | undefined): string | undefined {
  return config ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
}
