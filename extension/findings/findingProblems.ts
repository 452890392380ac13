import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  Range,
  type TextDocument,
} from 'vscode';
import type { Finding } from '../../broker/protocol/findings.ts';
import { formatQueueRef } from '../connections/queueRef.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { writeFindingReport } from './findingReport.ts';
import { type FindingStore, queueOfFinding } from './findingStore.ts';
import { listFindingsOf, makeFindingsUri } from './reportDocuments.ts';

export interface FindingProblemsOptions {
  readonly findings: FindingStore;
  /** Whether the user wants them among the problems. */
  readonly isEnabled: () => boolean;
}

interface Problem {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

const SOURCE = 'Queueside';

/** Shows findings in the Problems panel; each belongs to the document with all findings about its queue. */
export class FindingProblems implements CodeActionProvider, Disposable {
  readonly #options: FindingProblemsOptions;
  readonly #collection = languages.createDiagnosticCollection('queueside.findings');
  readonly #listener: Disposable;
  /** By document: diagnostics do not lead back to what they are about. */
  #problems = new Map<string, readonly Problem[]>();

  constructor(options: FindingProblemsOptions) {
    this.#options = options;
    this.#listener = options.findings.onDidChange(() => this.update());
  }

  update(): void {
    this.#collection.clear();
    this.#problems = new Map();
    const findings = this.#options.isEnabled() ? this.#options.findings.findings : [];
    const queues = new Map(findings.map(queueOfFinding).map((queue) => [formatQueueRef(queue), queue]));
    for (const queue of queues.values()) {
      const ofQueue = listFindingsOf(this.#options.findings, queue);
      const { lines } = writeFindingReport(queue.arn, ofQueue);
      const problems = ofQueue.map((finding) => ({
        finding,
        diagnostic: makeDiagnostic(finding, lines.get(finding.id) ?? 0),
      }));
      const uri = makeFindingsUri(queue);
      this.#problems.set(uri.toString(), problems);
      this.#collection.set(
        uri,
        problems.map(({ diagnostic }) => diagnostic),
      );
    }
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const problems = this.#problems.get(document.uri.toString()) ?? [];
    return problems
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
      .flatMap(({ finding, diagnostic }) => listActions(finding, diagnostic));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#collection.dispose();
  }
}

function makeDiagnostic(finding: Finding, line: number): Diagnostic {
  const range = new Range(line, 0, line, finding.title.length + 3);
  const message = `${finding.title}. ${finding.explanation} ${finding.remedy}`;
  const diagnostic = new Diagnostic(range, message, chooseSeverity(finding));
  diagnostic.source = SOURCE;
  diagnostic.code = finding.rule;
  return diagnostic;
}

function listActions(finding: Finding, diagnostic: Diagnostic): CodeAction[] {
  const make = (title: string, command: string) => {
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.command = { command, title, arguments: [finding.id] };
    return action;
  };
  const actions = [make(l10n.t('Dismiss This Finding'), COMMANDS.dismissFinding)];
  if (!finding.suggestion) return actions;
  const { attribute, value } = finding.suggestion;
  const fix = make(l10n.t('Set {0} to {1}', attribute, value), COMMANDS.fixFinding);
  fix.isPreferred = true;
  return [fix, ...actions];
}

/** Never an error: the count of errors is about the user's files. */
function chooseSeverity({ severity }: Finding): DiagnosticSeverity {
  return severity === 'information' ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning;
}
