import {
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  type TextDocument,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import {
  applyDefinitions,
  compareDefinitions,
  definitionWarnings,
  type DefinitionPlan,
  type DefinitionProblem,
  MAXIMUM_COMPARED_FILES,
} from '../../broker/protocol/definitions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import {
  applyDefinitionText,
  createDiagnostic,
  locateFolder,
  NO_QUEUES,
  SOURCE,
  tellApplied,
  tellProblems,
} from './applyText.ts';
import { LinkedFiles } from './linkedFiles.ts';
import { describeApplied, describeProblems, isEmptyPlan, listDifferences } from './planText.ts';
import { countFrameBytes, MAXIMUM_FRAME_BYTES, readDefinitions } from './readDefinitions.ts';
import { tellFailure } from '../ground/tellFailure.ts';

export interface DefinitionFilesOptions {
  readonly session: BrokerClient;
  /** Whether files are applied without being asked for. */
  readonly isEnabled: () => boolean;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** The name that the JSON schema of the manifest goes by too. */
export const DEFINITIONS_FILE = 'queueside.json';

/** What became of one file. */
export interface AppliedFile {
  readonly uri: Uri;
  readonly plan: DefinitionPlan;
  readonly sentCount: number;
  readonly alarmCount: number;
}

/**
 * Applies `queueside.json` of each workspace folder when the broker starts and when the file changes, in trusted
 * workspaces only: a file may replace the policies and limits of existing queues.
 */
export class DefinitionFiles implements Disposable {
  readonly #options: DefinitionFilesOptions;
  readonly #diagnostics = languages.createDiagnosticCollection('queueside.definitions');
  /** What the broker found in each file, by its URI; not all of it is marked. */
  readonly #problems = new Map<string, readonly Diagnostic[]>();
  /** Conflicts between several files. */
  readonly #conflicts = languages.createDiagnosticCollection('queueside.definitions.conflicts');
  /** What was applied but does not work now. */
  readonly #warnings = languages.createDiagnosticCollection('queueside.definitions.warnings');
  readonly #links: LinkedFiles;
  readonly #disposables: Disposable[];
  /** The text that each file had when it was looked at last, on the broker of now. */
  readonly #seen = new Map<string, string>();
  /** Files go one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: DefinitionFilesOptions) {
    this.#options = options;
    const watcher = workspace.createFileSystemWatcher(`**/${DEFINITIONS_FILE}`);
    const notice = (uri: Uri) => {
      if (isDefinitionsFile(uri)) this.#enqueue([uri]);
    };
    this.#links = new LinkedFiles(notice);
    this.#disposables = [
      this.#diagnostics,
      this.#conflicts,
      this.#warnings,
      this.#links,
      watcher,
      watcher.onDidCreate(notice),
      watcher.onDidChange(notice),
      watcher.onDidDelete(notice),
      // The watcher may be seconds late; a person who saves looks at the tree at once.
      workspace.onDidSaveTextDocument(({ uri }) => notice(uri)),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) if (this.#problems.has(uri.toString())) this.#markProblems(uri);
      }),
      workspace.onDidChangeTextDocument(({ document }) => this.#placeAgain(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.#enqueue(listFiles())),
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.#enqueue([...removed, ...added].map(findFile)),
      ),
      options.session.onNotification(definitionWarnings, ({ source, warnings }) => {
        const uri = listFiles().find((file) => file.toString() === source);
        if (uri !== undefined) this.#showWarnings(uri, warnings);
      }),
      options.session.onDidConnect(() => {
        this.#seen.clear();
        this.#enqueue(listFiles());
      }),
    ];
  }

  /** Resolves when nothing is being applied. */
  async settle(): Promise<void> {
    for (let work: unknown; work !== this.#work; ) {
      work = this.#work;
      await work;
    }
  }

  /** Does other work on definitions after what is being applied now, and before what comes next. */
  queue(work: () => Promise<unknown>): void {
    this.#work = this.#work
      .then(work)
      .catch((error: unknown) => this.#options.log.warn(`Definitions: ${String(error)}`));
  }

  /** Applies all files now, whether or not they have changed; starts the broker when needed. */
  async applyAll(): Promise<readonly AppliedFile[]> {
    await this.#options.session.start();
    await this.#work;
    const applied: AppliedFile[] = [];
    for (const uri of listFiles()) {
      const result = await this.#apply(uri, true);
      if (result) applied.push(result);
    }
    await this.#compare();
    return applied;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #enqueue(uris: readonly Uri[]): void {
    this.queue(async () => {
      for (const uri of uris) {
        if (!workspace.isTrusted || !this.#options.isEnabled()) return;
        if (this.#options.session.state.kind !== 'running') return;
        await this.#apply(uri).catch((error: unknown) =>
          this.#options.log.warn(`${uri.fsPath} could not be applied: ${String(error)}`),
        );
      }
      await this.#compare().catch((error: unknown) =>
        this.#options.log.warn(`Definitions could not be compared: ${String(error)}`),
      );
    });
  }

  /** @returns undefined when nothing was done: the file is not there, as before, wrong, or the user said no. */
  async #apply(uri: Uri, isAskedFor = false): Promise<AppliedFile | undefined> {
    // The file of a folder that was removed from the workspace still exists, but no longer applies.
    const file = isDefinitionsFile(uri) ? await readDefinitions(uri) : undefined;
    const source = uri.toString();
    if (file === undefined) {
      await this.#forget(uri);
      return undefined;
    }
    await this.#links.follow(uri);
    if (!file.ok) {
      this.#showProblems(uri, [file.problem]);
      return undefined;
    }
    const { text } = file;
    if (text === this.#seen.get(source) && !isAskedFor) return undefined;
    this.#seen.set(source, text);
    const origin = { text, source, ...locateFolder(uri) };
    const { session, log } = this.#options;
    // Also when nothing changes: faults that were set by hand and are in the file become the file's.
    const done = await applyDefinitionText(session, origin, DEFINITIONS_FILE);
    this.#showProblems(uri, done?.problems ?? []);
    if (done === undefined || done.problems.length > 0) return undefined;
    this.#showWarnings(uri, done.warnings);
    const { alarmCount = 0 } = done;
    if (isEmptyPlan(done.plan) && alarmCount === 0) return { uri, plan: done.plan, sentCount: 0, alarmCount };
    const summary = describeApplied(done.plan, done.sentCount, alarmCount);
    tellApplied(uri, DEFINITIONS_FILE, summary, listDifferences(done.plan), log);
    return { uri, plan: done.plan, sentCount: done.sentCount, alarmCount };
  }

  /** The queues of a file that is gone stay; the faults and buckets that it asked for end with it. */
  async #forget(uri: Uri): Promise<void> {
    this.#problems.delete(uri.toString());
    this.#diagnostics.delete(uri);
    this.#warnings.delete(uri);
    this.#links.forget(uri);
    const source = uri.toString();
    if (!this.#seen.delete(source)) return;
    await this.#options.session.request(applyDefinitions, { text: NO_QUEUES, source });
  }

  /** Marks the queues that the files of several folders define differently: they are one broker's. */
  async #compare(): Promise<void> {
    this.#conflicts.clear();
    const files: { readonly uri: Uri; readonly text: string; readonly source: string }[] = [];
    let frameBytes = 0;
    for (const uri of listFiles()) {
      const text = this.#seen.get(uri.toString());
      if (text === undefined || files.length === MAXIMUM_COMPARED_FILES) continue;
      // What does not fit into one request is left out: files written by hand are far smaller.
      frameBytes += countFrameBytes(text);
      if (frameBytes > MAXIMUM_FRAME_BYTES) break;
      files.push({ uri, text, source: workspace.asRelativePath(uri, true) });
    }
    if (files.length < 2) return;
    const { conflicts } = await this.#options.session.request(compareDefinitions, {
      files: files.map(({ text, source }) => ({ text, source })),
    });
    for (const [index, { uri }] of files.entries()) {
      const own = conflicts.filter(({ file }) => file === index);
      this.#conflicts.set(
        uri,
        own.map((conflict) => createDiagnostic(conflict, DiagnosticSeverity.Warning)),
      );
    }
  }

  /**
   * An editor that takes over a change from the disk moves the marks of its old text along, also those that were made
   * for the new one.
   */
  #placeAgain({ uri, isDirty }: TextDocument): void {
    if (isDirty) return;
    for (const marks of [this.#diagnostics, this.#conflicts, this.#warnings])
      if (marks.has(uri)) marks.set(uri, marks.get(uri));
  }

  /** One mistake has one mark: where the editor's check by the schema has marked it too, that one stays. */
  #markProblems(uri: Uri): void {
    const others = languages.getDiagnostics(uri).filter(({ source }) => source !== SOURCE);
    const own = (this.#problems.get(uri.toString()) ?? []).filter(
      ({ range }) => !others.some((other) => other.range.intersection(range) !== undefined),
    );
    const shown = this.#diagnostics.get(uri) ?? [];
    if (own.length !== shown.length || own.some((each) => !shown.includes(each)))
      this.#diagnostics.set(uri, own);
  }

  #showWarnings(uri: Uri, warnings: readonly DefinitionProblem[]): void {
    this.#warnings.set(
      uri,
      warnings.map((warning) => createDiagnostic(warning, DiagnosticSeverity.Warning)),
    );
    for (const { message } of warnings) this.#options.log.warn(`${uri.fsPath}: ${message}`);
  }

  #showProblems(uri: Uri, problems: readonly DefinitionProblem[]): void {
    this.#problems.set(
      uri.toString(),
      problems.map((problem) => createDiagnostic(problem, DiagnosticSeverity.Error)),
    );
    this.#markProblems(uri);
    if (problems.length === 0) return;
    this.#options.log.warn(`${uri.fsPath}: ${describeProblems(DEFINITIONS_FILE, problems)}`);
    tellFailure(tellProblems(uri, DEFINITIONS_FILE, problems));
  }
}

/** Where the files are looked for: in the root of each workspace folder. */
export function listFiles(): Uri[] {
  return (workspace.workspaceFolders ?? []).map(findFile);
}

function findFile({ uri }: WorkspaceFolder): Uri {
  return Uri.joinPath(uri, DEFINITIONS_FILE);
}

function isDefinitionsFile(uri: Uri): boolean {
  return listFiles().some((file) => file.toString() === uri.toString());
}
