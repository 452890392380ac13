import { dirname } from 'node:path';
import { Diagnostic, type DiagnosticSeverity, l10n, Range, type Uri, window } from 'vscode';
import {
  applyDefinitions,
  type ApplyDefinitionsResult,
  type DefinitionPlan,
  type DefinitionProblem,
  planDefinitions,
} from '../../broker/protocol/definitions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { writeMessages } from '../ground/counts.ts';
import { countLost, describeProblems, listDifferences } from './planText.ts';

/** What a file that is gone, or no longer used, asks for. */
export const NO_QUEUES = '{"queues": {}}';
export const SOURCE = 'Queueside';
const STATUS_SHOWN_MS = 5000;

/** A text as the broker takes it. */
export interface DefinitionText {
  readonly text: string;
  readonly source: string;
  /** Absolute; absent: it is not on this machine. */
  readonly folder?: string;
}

/**
 * Applies a text. If messages would be lost, the user is asked first. If there are problems, nothing was changed.
 * @param name of the file, for the question
 * @returns undefined if the user says no
 */
export async function applyDefinitionText(
  session: BrokerClient,
  origin: DefinitionText,
  name: string,
): Promise<ApplyDefinitionsResult | undefined> {
  const { problems, plan } = await session.request(planDefinitions, origin);
  if (problems.length > 0) return { problems, plan, sentCount: 0, warnings: [] };
  if (countLost(plan) > 0 && !(await confirmLoss(plan, name))) return undefined;
  return session.request(applyDefinitions, origin);
}

/** Shows what was applied: in short, and in the log line by line. */
export function tellApplied(
  { fsPath }: Uri,
  name: string,
  summary: string,
  lines: readonly string[],
  log: { info(message: string): void },
): void {
  log.info(`${fsPath}: ${summary}`);
  for (const line of lines) log.info(line);
  window.setStatusBarMessage(`$(check) ${name}: ${summary}`, STATUS_SHOWN_MS);
}

/** Says in a notification what is wrong, and leads to the first place. */
export async function tellProblems(
  uri: Uri,
  name: string,
  problems: readonly DefinitionProblem[],
): Promise<void> {
  const [first] = problems;
  if (first === undefined) return;
  const { line, character } = first;
  const show = l10n.t('Show');
  if ((await window.showErrorMessage(describeProblems(name, problems), show)) !== show) return;
  await window.showTextDocument(uri, { selection: new Range(line, character, line, character) });
}

export function createDiagnostic(problem: DefinitionProblem, severity: DiagnosticSeverity): Diagnostic {
  const { line, character, endLine, endCharacter, message } = problem;
  const diagnostic = new Diagnostic(new Range(line, character, endLine, endCharacter), message, severity);
  diagnostic.source = SOURCE;
  return diagnostic;
}

/** Only folders of this machine can be buckets, or have functions: the broker and its programs look at them. */
export function locateFolder(uri: Uri): { readonly folder?: string } {
  return uri.scheme === 'file' ? { folder: dirname(uri.fsPath) } : {};
}

async function confirmLoss(plan: DefinitionPlan, name: string): Promise<boolean> {
  const apply = l10n.t('Apply');
  const choice = await window.showWarningMessage(
    l10n.t('Apply {0}? This deletes {1}.', name, writeMessages(countLost(plan))),
    { modal: true, detail: listDifferences(plan).join('\n') },
    apply,
  );
  return choice === apply;
}
