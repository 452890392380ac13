import { DiagnosticSeverity, l10n, workspace } from 'vscode';
import { locateProblem } from '../../broker/iac/definitionText.ts';
import type { IacModel, SourceRange } from '../../broker/iac/model.ts';
import type { DefinitionProblem } from '../../broker/protocol/definitions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { applyDefinitionText, locateFolder, tellApplied, tellProblems } from '../definitions/applyText.ts';
import { describeApplied, describeProblems, isEmptyPlan, listDifferences } from '../definitions/planText.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { listDeclared } from './declaredFunctions.ts';
import { compareFunctions } from './functionDifferences.ts';
import { locateFile, type ReadTemplate } from './readTemplate.ts';
import type { TemplateMark } from './templateMarks.ts';

/** What became of a template. */
export interface AppliedTemplate {
  readonly read: ReadTemplate;
  /** In the text of its definitions: why nothing was changed. */
  readonly problems: readonly DefinitionProblem[];
  /** What was changed, such as `3 queues created, 1 function changed`; empty: nothing. */
  readonly summary: string;
}

interface Ports {
  readonly session: BrokerClient;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** Declares the queues and functions of a template, and shows the difference. @returns undefined if the user says no */
export async function applyTemplate(
  read: ReadTemplate,
  { session, log }: Ports,
): Promise<AppliedTemplate | undefined> {
  const { uri, text } = read;
  const name = workspace.asRelativePath(uri);
  const source = uri.toString();
  const before = await listDeclared(session, source);
  const done = await applyDefinitionText(session, { text, source, ...locateFolder(uri) }, name);
  if (done === undefined) return undefined;
  const { problems, plan, sentCount } = done;
  if (problems.length > 0) {
    const located = problems.map((problem) => ({ ...locate(read, problem), message: problem.message }));
    log.warn(`${uri.fsPath}: ${describeProblems(name, located)}`);
    tellFailure(tellProblems(locateFile(read, located[0]?.file ?? uri.path), name, located));
    return { read, problems, summary: '' };
  }
  const functions = compareFunctions(before, await listDeclared(session, source));
  const summary = [...(isEmptyPlan(plan) ? [] : [describeApplied(plan, sentCount)]), ...functions.summary];
  const told = summary.join(', ');
  if (told !== '') tellApplied(uri, name, told, [...listDifferences(plan), ...functions.lines], log);
  return { read, problems, summary: told };
}

/**
 * Whether a template cannot be read as a whole, so that what it had before stays.
 * @param last what it was when it was applied; undefined: not in this window
 * @param isDeclared the broker has functions of it
 */
export function isBroken(
  { format, unreadable, problems }: IacModel,
  last: IacModel | undefined,
  isDeclared: boolean,
): boolean {
  if (format === undefined) return true;
  if (last !== undefined)
    return unreadable.some((file) => last.files.includes(file) && !last.unreadable.includes(file));
  // A file that is missing may have been so from the start; one with a mistake was probably read before.
  return isDeclared && unreadable.some((file) => problems.some(({ range }) => range.file === file));
}

/** Marks why a template in use is not applied. @param isKept something of an earlier version is declared */
export function markBroken(read: ReadTemplate, isKept: boolean): readonly TemplateMark[] {
  return read.model.problems.map(({ range, message }) => {
    const text = isKept
      ? l10n.t('{0} Until it is corrected, the queues and functions of the last version stay.', message)
      : message;
    return mark(read, range, text, DiagnosticSeverity.Error);
  });
}

/** Marks what of a template in use cannot be read, what the broker rejects, and which functions and mappings are left out. */
export function markUsed(
  read: ReadTemplate,
  rejected: readonly DefinitionProblem[],
): readonly TemplateMark[] {
  return [
    ...read.model.problems.map(({ range, message }) => mark(read, range, message, DiagnosticSeverity.Error)),
    ...rejected.map((problem) =>
      mark(read, locate(read, problem), problem.message, DiagnosticSeverity.Error),
    ),
    ...read.definitions.leftOut
      // Its name alone stands for all of it.
      .filter(({ what }) => !what.includes(' '))
      .map(({ range, what, reason }) =>
        mark(read, range, `${what}: ${reason}`, DiagnosticSeverity.Information),
      ),
  ];
}

function mark(
  read: ReadTemplate,
  range: SourceRange,
  message: string,
  severity: DiagnosticSeverity,
): TemplateMark {
  return { file: locateFile(read, range.file), range, message, severity };
}

/** Where a problem of the definitions is from; the start of the template if it is about none of its parts. */
function locate({ text, model, uri }: ReadTemplate, problem: DefinitionProblem): SourceRange {
  const nowhere = { file: uri.path, start: 0, end: 0, line: 0, character: 0, endLine: 0, endCharacter: 0 };
  return locateProblem(text, problem, model) ?? nowhere;
}
