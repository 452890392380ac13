import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  Range,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
} from 'vscode';
import { checkModel } from '../../broker/iac/checks/checkModel.ts';
import { IAC_RULES, type IacFinding, type IacRule } from '../../broker/iac/checks/finding.ts';
import { addFailureReports, type TextChange } from '../../broker/iac/fixes/reportFailures.ts';
import type { IacMapping, SourceRange } from '../../broker/iac/model.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { CANDIDATES } from './candidates.ts';
import type { OpenTemplates } from './openTemplates.ts';
import { locateFile, type ReadTemplate } from './readTemplate.ts';
import { type TemplateMark, type TemplateMarks, toRange } from './templateMarks.ts';

export interface TemplateProblemsPorts {
  readonly open: OpenTemplates;
  readonly marks: TemplateMarks;
  readonly isEnabled: () => boolean;
}

const FIXED: IacRule = 'wholeBatchFails';

/** Marks in open templates what cannot be read, and what a deployment would reject or do wrong; some of it can be fixed. */
export class TemplateProblems implements CodeActionProvider, Disposable {
  readonly #ports: TemplateProblemsPorts;
  readonly #parts: readonly Disposable[];
  /** By the URI of the template: a fix is asked for at each move of the cursor. */
  readonly #findings = new Map<string, readonly IacFinding[]>();

  constructor(ports: TemplateProblemsPorts) {
    this.#ports = ports;
    this.#parts = [
      ports.open.onDidChange((uri) => this.#mark(uri)),
      languages.registerCodeActionsProvider({ pattern: CANDIDATES }, this, {
        providedCodeActionKinds: [CodeActionKind.QuickFix],
      }),
    ];
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const read = this.#ports.open.find(document.uri);
    const findings = this.#findings.get(document.uri.toString());
    if (read === undefined || findings === undefined) return [];
    return findings
      .filter(({ rule, range: own }) => rule === FIXED && own.file === document.uri.path)
      .filter(({ range: own }) => toRange(own).intersection(range) !== undefined)
      .flatMap((finding) => {
        const mapping = findMapping(read, finding.range);
        const change = mapping && addFailureReports(document.uri.path, document.getText(), mapping);
        return change === undefined ? [] : [createFix(document, change)];
      });
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  #mark(uri: Uri): void {
    const { open, marks, isEnabled } = this.#ports;
    const read = open.find(uri);
    if (read === undefined || !isEnabled()) {
      this.#findings.delete(uri.toString());
      marks.set('text', uri, []);
      return;
    }
    const findings = checkModel(read.model);
    this.#findings.set(uri.toString(), findings);
    marks.set('text', uri, describe(read, findings));
  }
}

function describe(read: ReadTemplate, findings: readonly IacFinding[]): readonly TemplateMark[] {
  return [
    ...read.model.problems.map(({ range, message }) => ({
      file: locateFile(read, range.file),
      range,
      message,
      severity: DiagnosticSeverity.Error,
    })),
    ...findings.map(({ rule, range, message }) => ({
      file: locateFile(read, range.file),
      range,
      message,
      severity: IAC_RULES[rule] === 'rejected' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
      code: rule,
    })),
  ];
}

/** The mapping that is marked. */
function findMapping({ model }: ReadTemplate, { file, start }: SourceRange): IacMapping | undefined {
  return model.mappings.find(({ batchSize, range }) => {
    const marked = batchSize?.range ?? range;
    return marked.file === file && marked.start === start;
  });
}

function createFix(document: TextDocument, { start, end, text }: TextChange): CodeAction {
  const action = new CodeAction(
    l10n.t('Add ReportBatchItemFailures to FunctionResponseTypes'),
    CodeActionKind.QuickFix,
  );
  action.edit = new WorkspaceEdit();
  const place = new Range(document.positionAt(start), document.positionAt(end));
  action.edit.replace(document.uri, place, text);
  return action;
}
