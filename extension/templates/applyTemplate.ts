import { DiagnosticSeverity, l10n, workspace } from 'vscode';
import { locateProblem } from '../../broker/iac/definitionText.ts';
import type { IacModel, SourceRange } from '../../broker/iac/model.ts';
import type { DefinitionProblem } from '../../broker/protocol/definitions.ts';
import { type FunctionInfo, listFunctions } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { applyDefinitionText, locateFolder, tellApplied, tellProblems } from '../definitions/applyText.ts';
import { describeApplied, describeProblems, isEmptyPlan, listDifferences } from '../definitions/planText.ts';
import { tellFailure } from '../ground/tellFailure.ts';
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
  const listOwn = async (): Promise<readonly FunctionInfo[]> =>
    (await session.request(listFunctions, {})).functions.filter((each) => each.source === source);
  const before = await listOwn();
  const done = await applyDefinitionText(session, { text, source, ...locateFolder(uri) }, name);
  if (done === undefined) return undefined;
  const { problems, plan, sentCount } = done;
  if (problems.length > 0) {
    const located = problems.map((problem) => ({ ...locate(read, problem), message: problem.message }));
    log.warn(`${uri.fsPath}: ${describeProblems(name, located)}`);
    tellFailure(tellProblems(locateFile(read, located[0]?.file ?? uri.path), name, located));
    return { read, problems, summary: '' };
  }
  const functions = compareFunctions(before, await listOwn());
  const summary = [...(isEmptyPlan(plan) ? [] : [describeApplied(plan, sentCount)]), ...functions.summary];
  const told = summary.join(', ');
  if (told !== '') tellApplied(uri, name, told, [...listDifferences(plan), ...functions.lines], log);
  return { read, problems, summary: told };
}

/** Whether a template cannot be read as a whole, so that what it had before stays. @param last what it was when it could */
export function isBroken({ format, unreadable }: IacModel, last: IacModel | undefined): boolean {
  if (format === undefined) return true;
  return unreadable.some((file) => last?.files.includes(file) === true && !last.unreadable.includes(file));
}

/** Marks why a template in use is not applied as it is, and which functions and mappings are left out. */
export function markUsed(
  read: ReadTemplate,
  problems: readonly DefinitionProblem[],
  isKept: boolean,
): readonly TemplateMark[] {
  const mark = (range: SourceRange, message: string, severity: DiagnosticSeverity): TemplateMark => ({
    file: locateFile(read, range.file),
    range,
    message,
    severity,
  });
  if (isKept) {
    return read.model.problems.map(({ range, message }) =>
      mark(
        range,
        l10n.t('{0} Until it is corrected, the queues and functions of the last version stay.', message),
        DiagnosticSeverity.Error,
      ),
    );
  }
  return [
    ...problems.map((problem) => mark(locate(read, problem), problem.message, DiagnosticSeverity.Error)),
    ...read.definitions.leftOut
      // Its name alone stands for all of it.
      .filter(({ what }) => !what.includes(' '))
      .map(({ range, what, reason }) => mark(range, `${what}: ${reason}`, DiagnosticSeverity.Information)),
  ];
}

/** Where a problem of the definitions is from; the start of the template if it is about none of its parts. */
function locate({ text, model, uri }: ReadTemplate, problem: DefinitionProblem): SourceRange {
  const nowhere = { file: uri.path, start: 0, end: 0, line: 0, character: 0, endLine: 0, endCharacter: 0 };
  return locateProblem(text, problem, model) ?? nowhere;
}
