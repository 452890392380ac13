import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { BrokerConfig } from './config.ts';
import type { DefinitionTarget } from './definitions/definition.ts';
import { applyText, planText } from './definitions/definitions.ts';
import { formatProblem } from './definitions/problems.ts';
import type { DefinitionProblem } from './protocol/definitions.ts';
import { readRegularFile } from './regularFile.ts';

type Namespace = Pick<BrokerConfig, 'account' | 'region'>;

/** How many problems of a file are told; the rest often come from the first. */
const MAXIMUM_TOLD = 20;
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

/**
 * Applies the file that `--config` names, before anybody is served.
 * @returns what is wrong, one line for each problem: `queueside.json:12:5: …`; undefined when all is well
 */
export async function loadDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
): Promise<string | undefined> {
  let text: string;
  try {
    text = readRegularFile(path).toString();
  } catch (error) {
    return `--config: ${(error as Error).message}`;
  }
  const { problems } = applyText(target, namespace, text, path);
  return problems.length === 0 ? undefined : describeProblems(path, problems);
}

/** Applies the file again whenever it is saved, and says what came of it. Does not keep the process. */
export function watchDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
  log: (line: string) => void,
): void {
  const file = resolve(path);
  let timer: NodeJS.Timeout | undefined;
  try {
    // The folder, since many editors replace a file instead of writing into it.
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name !== basename(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reloadDefinitions(target, namespace, path, log), SETTLE_MS).unref();
    });
    watcher.on('error', (error) => log(`${path} is not watched any more: ${error.message}`));
  } catch (error) {
    log(`${path} is not watched: ${(error as Error).message}`);
  }
}

/** Applies the file anew. There is nobody to ask here, so a change that would end messages is left to a restart. */
export async function reloadDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
  log: (line: string) => void,
): Promise<void> {
  let text: string;
  try {
    text = readRegularFile(path).toString();
  } catch {
    // In the middle of a save; the next event comes.
    return;
  }
  const { problems, plan } = planText(target, namespace, text, path);
  if (problems.length > 0) {
    log(describeProblems(path, problems));
    return;
  }
  const lost = plan.change.reduce((sum, { messagesLost }) => sum + messagesLost, 0);
  if (lost > 0) {
    log(
      `${path} would end messages by a shorter retention (${lost}), so it was not applied; restart to apply it.`,
    );
    return;
  }
  const { sentCount } = applyText(target, namespace, text, path);
  if (plan.create.length === 0 && plan.change.length === 0) return;
  log(
    `${path}: queues created: ${plan.create.length}, changed: ${plan.change.length}, messages sent: ${sentCount}`,
  );
}

function describeProblems(path: string, problems: readonly DefinitionProblem[]): string {
  const lines = problems.slice(0, MAXIMUM_TOLD).map((problem) => formatProblem(path, problem));
  if (problems.length > MAXIMUM_TOLD) lines.push(`and ${problems.length - MAXIMUM_TOLD} more`);
  return lines.join('\n');
}
