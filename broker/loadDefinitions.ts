import { readFile } from 'node:fs/promises';
import type { BrokerConfig } from './config.ts';
import { applyText } from './definitions/definitions.ts';
import { formatProblem } from './definitions/problems.ts';
import type { Engine } from './engine/engine.ts';

/** How many problems of a file are told; the rest often come from the first. */
const MAXIMUM_TOLD = 20;

/**
 * Applies the file that `--config` names, before anybody is served.
 * @returns what is wrong, one line for each problem: `queueside.json:12:5: …`; undefined when all is well
 */
export async function loadDefinitions(
  engine: Engine,
  namespace: Pick<BrokerConfig, 'account' | 'region'>,
  path: string,
): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return `--config: ${(error as Error).message}`;
  }
  const { problems } = applyText(engine, namespace, text);
  if (problems.length === 0) return undefined;
  const lines = problems.slice(0, MAXIMUM_TOLD).map((problem) => formatProblem(path, problem));
  if (problems.length > MAXIMUM_TOLD) lines.push(`and ${problems.length - MAXIMUM_TOLD} more`);
  return lines.join('\n');
}
