import { type Disposable, EventEmitter, type ExtensionContext, Uri, workspace } from 'vscode';
import type { LocalPlace } from '../../broker/iac/localPlace.ts';
import { applyDefinitions } from '../../broker/protocol/definitions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { NO_QUEUES } from '../definitions/applyText.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { type AppliedTemplate, applyTemplate, isBroken, markUsed } from './applyTemplate.ts';
import { CANDIDATES, isCandidate, OTHER_FILES } from './candidates.ts';
import { FollowedFiles } from './followedFiles.ts';
import { looksLikeTemplate, type ReadTemplate, readTemplate } from './readTemplate.ts';
import { TemplateMarks } from './templateMarks.ts';
import { type TemplateChoice, TemplateMemory } from './templateMemory.ts';

export interface TemplateFilesPorts {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath' | 'subscriptions' | 'workspaceState'>;
  readonly session: BrokerClient;
  readonly settings: SettingsReader;
  readonly definitions: {
    /** Does work on definitions in turn. */
    queue(work: () => Promise<unknown>): void;
  };
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly schedule?: Schedule;
}

/** Templates of a window; a workspace with more has them in one application mostly. */
const MAXIMUM_TEMPLATES = 200;
/** `cdk synth` writes many files, one after the other, and removes some first. */
const QUIET_MS = 300;
/** Before the broker says where it is; nothing is applied with it. */
const ACCOUNT = '000000000000';

/**
 * The templates of the workspace. Those that the user wants are used: their queues and functions are declared to the broker when it
 * starts and when they change, in trusted workspaces only, as those of `queueside.json` are.
 */
export class TemplateFiles implements Disposable {
  readonly marks = new TemplateMarks();
  readonly memory: TemplateMemory;
  readonly #ports: TemplateFilesPorts;
  readonly #offerThem: (offered: readonly ReadTemplate[]) => Promise<void>;
  readonly #changed = new EventEmitter<void>();
  /** Fires when what the templates in use say has changed. */
  readonly onDidChange = this.#changed.event;
  /** By URI. */
  readonly #found = new Map<string, Uri>();
  /** What was last applied of each template in use, by its URI. */
  readonly #applied = new Map<string, AppliedTemplate>();
  /** What each template in use said when it could be read last, by its URI. */
  readonly #used = new Map<string, ReadTemplate>();
  readonly #followed: FollowedFiles;
  #search: Promise<unknown> = Promise.resolve();
  /** Those that this window has asked about. */
  readonly #asked = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  readonly #parts: readonly Disposable[];

  /** @param offer asks whether templates are to be used */
  constructor(ports: TemplateFilesPorts, offer: (offered: readonly ReadTemplate[]) => Promise<void>) {
    this.#ports = ports;
    this.#offerThem = offer;
    this.memory = new TemplateMemory(ports.context.workspaceState);
    this.#followed = new FollowedFiles((file) => this.#noteChange(file, QUIET_MS));
    const watcher = workspace.createFileSystemWatcher(CANDIDATES);
    const notice = (uri: Uri) => {
      if (isCandidate(uri.path)) this.#found.set(uri.toString(), uri);
      this.#noteChange(uri, QUIET_MS);
    };
    this.#parts = [
      this.marks,
      this.#changed,
      this.#followed,
      watcher,
      watcher.onDidCreate(notice),
      watcher.onDidChange(notice),
      watcher.onDidDelete((uri) => {
        this.#found.delete(uri.toString());
        this.#noteChange(uri, QUIET_MS);
      }),
      // The watcher may be seconds late; a person who saves looks at the rows at once.
      workspace.onDidSaveTextDocument(({ uri }) => this.#noteChange(uri, 0)),
      workspace.onDidGrantWorkspaceTrust(() => this.#findAgain()),
      workspace.onDidChangeWorkspaceFolders(() => this.#findAgain()),
      ports.session.onDidConnect(() => {
        this.#applied.clear();
        ports.definitions.queue(() => this.#applyUsed());
      }),
    ];
    this.#findAgain();
  }

  /** Files that can be templates; what is in them was not looked at. */
  get found(): readonly Uri[] {
    return [...this.#found.values()];
  }

  /** What the templates in use say, also before the broker runs. */
  get used(): readonly ReadTemplate[] {
    return [...this.#used.values()];
  }

  isUsed(uri: Uri): boolean {
    return this.memory.read(uri) === 'used';
  }

  /** Resolves when the files of the workspace were found. */
  async settle(): Promise<void> {
    await this.#search;
  }

  /** Reads a template, if it has queues. */
  async look(uri: Uri): Promise<ReadTemplate | undefined> {
    if (!(await looksLikeTemplate(uri))) return undefined;
    const read = await readTemplate(uri, this.findPlace());
    return read.definitions.queues.length > 0 ? read : undefined;
  }

  /** Declares the queues and functions of a template from now on; starts the broker when needed. */
  async use(uri: Uri): Promise<AppliedTemplate | undefined> {
    await this.#ports.session.start();
    return this.#inTurn(async () => {
      // Not before: what the start of the broker applies would have nothing left to show.
      await this.memory.write(uri, 'used');
      return this.#apply(uri, true);
    });
  }

  /** The functions of a template are no longer declared; its queues stay. */
  async remember(uri: Uri, choice: Exclude<TemplateChoice, 'used'>): Promise<void> {
    const wasUsed = this.isUsed(uri);
    this.#asked.add(uri.toString());
    await this.memory.write(uri, choice);
    if (wasUsed) await this.#inTurn(() => this.#forget(uri));
  }

  /** Where queues are, or will be. */
  findPlace(): LocalPlace {
    const { session, settings } = this.#ports;
    if (session.state.kind === 'running') return session.state.info;
    const endpoint = `http://127.0.0.1:${settings.read('port')}`;
    return { endpoint, region: settings.read('region'), account: ACCOUNT };
  }

  dispose(): void {
    for (const cancel of this.#waiting.values()) cancel();
    disposeAll(this.#parts);
  }

  /** What is used is known before; programs that wait for definitions do not wait for a search of the workspace. */
  #findAgain(): void {
    this.#ports.definitions.queue(() => this.#applyUsed());
    const search = this.#findFiles();
    this.#search = search;
    tellFailure(search.then((found) => this.#offer(found)));
  }

  async #findFiles(): Promise<readonly Uri[]> {
    const found = await workspace.findFiles(CANDIDATES, OTHER_FILES, MAXIMUM_TEMPLATES);
    this.#found.clear();
    for (const uri of found) this.#found.set(uri.toString(), uri);
    return found;
  }

  #noteChange(file: Uri, delayMs: number): void {
    const key = file.toString();
    for (const uri of this.memory.listUsed()) {
      const files = this.#applied.get(uri)?.read.model.files ?? [];
      const isPart = files.some((path) => file.with({ path }).toString() === key);
      if (uri === key || isPart) {
        this.#wait(uri, delayMs, () =>
          this.#ports.definitions.queue(() => this.#applyAutomatically(Uri.parse(uri))),
        );
      }
    }
    if (this.#found.has(key) && this.memory.read(file) === undefined)
      this.#wait(key, delayMs, () => tellFailure(this.#offer([file])));
  }

  /** Begins something once the files have been quiet for a time. */
  #wait(key: string, delayMs: number, begin: () => void): void {
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
    if (delayMs === 0) {
      begin();
      return;
    }
    const { schedule = systemSchedule } = this.#ports;
    const cancel = schedule(delayMs, () => {
      this.#waiting.delete(key);
      begin();
    });
    this.#waiting.set(key, cancel);
  }

  async #offer(uris: readonly Uri[]): Promise<void> {
    const offered: ReadTemplate[] = [];
    for (const uri of uris) {
      if (!workspace.isTrusted || !this.#ports.settings.read('templates.offer')) return;
      if (this.#asked.has(uri.toString()) || this.memory.read(uri) !== undefined) continue;
      const read = await this.look(uri);
      if (read !== undefined) offered.push(read);
    }
    // Another change may have asked meanwhile.
    const fresh = offered.filter(({ uri }) => !this.#asked.has(uri.toString()));
    for (const { uri } of fresh) this.#asked.add(uri.toString());
    if (fresh.length > 0) await this.#offerThem(fresh);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#ports.definitions.queue(() => work().then(resolve, reject));
    });
  }

  async #applyUsed(): Promise<void> {
    for (const uri of this.memory.listUsed()) await this.#applyAutomatically(Uri.parse(uri));
  }

  async #applyAutomatically(uri: Uri): Promise<void> {
    const { session, settings, log } = this.#ports;
    if (!workspace.isTrusted || !settings.read('definitions.apply')) return;
    if (!this.isUsed(uri)) return;
    if (session.state.kind !== 'running') {
      await this.#learn(uri);
      return;
    }
    await this.#apply(uri, false).catch((error: unknown) =>
      log.warn(`${uri.fsPath} could not be applied: ${String(error)}`),
    );
  }

  /** @returns undefined if it is broken, as before, or the user said no */
  async #apply(uri: Uri, isAskedFor: boolean): Promise<AppliedTemplate | undefined> {
    const key = uri.toString();
    if (!(await exists(uri))) {
      await this.#forget(uri);
      return undefined;
    }
    const read = await readTemplate(uri, this.findPlace());
    const last = this.#applied.get(key);
    this.#followed.follow(uri, [...read.model.files, ...(last?.read.model.files ?? [])]);
    if (isBroken(read.model, last?.read.model)) {
      this.marks.set('used', uri, markUsed(read, [], true));
      return undefined;
    }
    if (last !== undefined && last.read.text === read.text && !isAskedFor) {
      this.#take({ ...last, read });
      return undefined;
    }
    const applied = await applyTemplate(read, this.#ports);
    if (applied === undefined) return undefined;
    this.#take(applied);
    return applied;
  }

  /** Nothing is declared before the broker runs, but what will be is known. */
  async #learn(uri: Uri): Promise<void> {
    const read = await readTemplate(uri, this.findPlace());
    if (isBroken(read.model, undefined)) return;
    this.#used.set(uri.toString(), read);
    this.#changed.fire();
  }

  #take(applied: AppliedTemplate): void {
    const { read, problems } = applied;
    this.#used.set(read.uri.toString(), read);
    this.#applied.set(read.uri.toString(), applied);
    this.marks.set('used', read.uri, markUsed(read, problems, false));
    this.#changed.fire();
  }

  async #forget(uri: Uri): Promise<void> {
    this.#applied.delete(uri.toString());
    this.#used.delete(uri.toString());
    this.#followed.follow(uri, []);
    this.marks.set('used', uri, []);
    this.#changed.fire();
    await this.#ports.session.request(applyDefinitions, { text: NO_QUEUES, source: uri.toString() });
  }
}

/** A file of a folder that was removed from the workspace still exists, but no longer applies. */
async function exists(uri: Uri): Promise<boolean> {
  if (workspace.getWorkspaceFolder(uri) === undefined) return false;
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
