import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { BrokerConfig } from '../process/config.ts';
import type { DefinitionOrigin, DefinitionTarget } from '../definitions/definition.ts';
import { applyText, planText } from '../definitions/definitions.ts';
import { formatProblem } from '../definitions/problems.ts';
import { type DefinitionProblem, MAXIMUM_DEFINITIONS_BYTES } from '../protocol/definitions.ts';
import { readTextFile } from '../files/readTextFile.ts';

type Namespace = Pick<BrokerConfig, 'account' | 'region'>;

/** Maximum number of reported problems of a file; the rest often follow from the first. */
const MAXIMUM_TOLD = 20;
/** How often the file is looked at. Its state and not its events: those do not come through links and mounts. */
const LOOK_MS = 250;

/**
 * Applies the file of `--config` before the broker is ready.
 * @returns what is wrong, one line for each problem: `queueside.json:12:5: …`; undefined when all is well
 */
export function loadDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
): string | undefined {
  const file = readTextFile(path, MAXIMUM_DEFINITIONS_BYTES);
  if (!file.ok) return `--config: ${path} ${file.message}`;
  const { problems } = applyText(target, namespace, file.text, originOf(path));
  return problems.length === 0 ? undefined : describeProblems(path, problems);
}

/**
 * Applies the file again whenever it is saved, also if it is a link, and reports the result. Does not keep the process
 * alive.
 * @returns ends it
 */
export function watchDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
  log: (line: string) => void,
): () => void {
  let seen = describeState(path);
  const timer = setInterval(() => {
    const state = describeState(path);
    if (state === seen) return;
    seen = state;
    reloadDefinitions(target, namespace, path, log);
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/** Applies the file again. No user can confirm here, so a change that would delete messages needs a restart. */
export function reloadDefinitions(
  target: DefinitionTarget,
  namespace: Namespace,
  path: string,
  log: (line: string) => void,
): void {
  if (describeState(path) === undefined) return;
  const file = readTextFile(path, MAXIMUM_DEFINITIONS_BYTES);
  if (!file.ok) {
    log(`${path} ${file.message}`);
    return;
  }
  const { text } = file;
  const { problems, plan } = planText(target, namespace, text, originOf(path));
  if (problems.length > 0) {
    log(describeProblems(path, problems));
    return;
  }
  const lost = plan.change.reduce((sum, { messagesLost }) => sum + messagesLost, 0);
  if (lost > 0) {
    log(
      `${path} was not applied, because its shorter retention periods would delete messages (${lost}). Restart the broker to apply it.`,
    );
    return;
  }
  const { sentCount, alarmCount = 0 } = applyText(target, namespace, text, originOf(path));
  if (plan.create.length === 0 && plan.change.length === 0 && alarmCount === 0) return;
  log(
    `${path}: queues created: ${plan.create.length}, changed: ${plan.change.length}, messages sent: ${sentCount}, alarms set: ${alarmCount}`,
  );
}

function originOf(path: string): DefinitionOrigin {
  return { source: path, folder: dirname(resolve(path)) };
}

/** Changes with what the path leads to; undefined while that is no file. */
function describeState(path: string): string | undefined {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status?.isFile() === true
    ? `${status.dev} ${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}`
    : undefined;
}

function describeProblems(path: string, problems: readonly DefinitionProblem[]): string {
  const lines = problems.slice(0, MAXIMUM_TOLD).map((problem) => formatProblem(path, problem));
  if (problems.length > MAXIMUM_TOLD) lines.push(l10n.t('and {0} more', problems.length - MAXIMUM_TOLD));
  return lines.join('\n');
}
