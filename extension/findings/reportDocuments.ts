import {
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  type TextDocumentContentProvider,
  Uri,
} from 'vscode';
import type { IdempotenceReport } from '../../broker/protocol/idempotence.ts';
import { formatQueueRef, parseQueueRef, type QueueRef } from '../connections/queueRef.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { REPORT_SCHEME } from '../ground/ids.ts';
import { nameOfArn } from '../ground/text.ts';
import { writeFindingReport } from './findingReport.ts';
import { type FindingStore, type PlacedFinding, queueOfFinding } from './findingStore.ts';
import { writeIdempotenceReport } from './idempotenceReport.ts';

/** Test reports that can be looked at again. */
const MAXIMUM_REPORTS = 20;

/** The extension's reports about queues, as read-only documents that update automatically. */
export class ReportDocuments implements TextDocumentContentProvider, Disposable {
  readonly onDidChange: Event<Uri>;
  readonly #emitter = new EventEmitter<Uri>();
  readonly #findings: FindingStore;
  /** Queues that a findings document was read of, by its URI. */
  readonly #opened = new Map<string, Uri>();
  readonly #tests = new Map<string, IdempotenceReport>();
  readonly #parts: readonly Disposable[];

  constructor(findings: FindingStore) {
    this.#findings = findings;
    this.onDidChange = this.#emitter.event;
    this.#parts = [
      this.#emitter,
      findings.onDidChange(() => {
        for (const uri of this.#opened.values()) this.#emitter.fire(uri);
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** Keeps the newest state of a test. @returns its document */
  putTest(report: IdempotenceReport): Uri {
    this.#tests.delete(report.testId);
    this.#tests.set(report.testId, report);
    const [oldest] = this.#tests.keys();
    if (this.#tests.size > MAXIMUM_REPORTS && oldest !== undefined) this.#tests.delete(oldest);
    const uri = Uri.from({
      scheme: REPORT_SCHEME,
      path: `/idempotence-${nameOfArn(report.queueArn)}.md`,
      query: `test=${report.testId}`,
    });
    this.#emitter.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    const query = new URLSearchParams(uri.query);
    const queue = query.get('findings');
    if (queue !== null) {
      this.#opened.set(uri.toString(), uri);
      const queueRef = parseQueueRef(queue);
      return writeFindingReport(queueRef.arn, listFindingsOf(this.#findings, queueRef)).text;
    }
    const report = this.#tests.get(query.get('test') ?? '');
    return report
      ? writeIdempotenceReport(report)
      : l10n.t('This report is no longer available. Run the command again.');
  }
}

/** The document with the findings about a queue. */
export function makeFindingsUri(queue: QueueRef): Uri {
  return Uri.from({
    scheme: REPORT_SCHEME,
    path: `/findings-${nameOfArn(queue.arn)}.md`,
    query: `findings=${formatQueueRef(queue)}`,
  });
}

/** The findings about a queue, in their order. */
export function listFindingsOf({ findings }: FindingStore, queue: QueueRef): readonly PlacedFinding[] {
  const wanted = formatQueueRef(queue);
  return findings.filter((finding) => formatQueueRef(queueOfFinding(finding)) === wanted);
}
