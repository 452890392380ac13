import { type Disposable, EventEmitter, type ExtensionContext, Uri, workspace } from 'vscode';
import type { LocalPlace } from '../../broker/iac/localPlace.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { type AppliedTemplate, applyTemplate, isBroken, markBroken, markUsed } from './applyTemplate.ts';
import { CANDIDATES } from './candidates.ts';
import { listDeclared, undeclare } from './declaredFunctions.ts';
import { FollowedFiles } from './followedFiles.ts';
import { FoundTemplates } from './foundTemplates.ts';
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

/** What became of a template. */
export type UseResult =
  | { readonly kind: 'applied'; readonly applied: AppliedTemplate }
  /** It cannot be read; what it had before stays. */
  | { readonly kind: 'broken'; readonly read: ReadTemplate }
  /** It declares what it declared before. */
  | { readonly kind: 'unchanged' }
  /** Messages would be lost, and the user said no. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'gone' };

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
  readonly #found = new FoundTemplates();
  /** What was last applied of each template in use, by its URI; also to a broker that this window is no longer connected with. */
  readonly #applied = new Map<string, AppliedTemplate>();
  /** The URIs of those that were applied since the window was connected. */
  readonly #current = new Set<string>();
  /** What each template in use said when it could be read last, by its URI. */
  readonly #used = new Map<string, ReadTemplate>();
  /** The URIs of those that the user has just asked to use: a change may come before they are. */
  readonly #wanted = new Set<string>();
  readonly #followed: FollowedFiles;
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
      this.#found.add(uri);
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
        this.#found.delete(uri);
        this.#noteChange(uri, QUIET_MS);
      }),
      // The watcher may be seconds late; a person who saves looks at the rows at once.
      workspace.onDidSaveTextDocument(({ uri }) => this.#noteChange(uri, 0)),
      workspace.onDidGrantWorkspaceTrust(() => this.#findAgain()),
      workspace.onDidChangeWorkspaceFolders(() => this.#findAgain()),
      ports.session.onDidConnect(() => {
        this.#current.clear();
        ports.definitions.queue(() => this.#applyUsed());
        ports.definitions.queue(() => this.#undeclareDeclined());
      }),
    ];
    this.#findAgain();
  }

  /** Files that can be templates; what is in them was not looked at. */
  get found(): readonly Uri[] {
    return this.#found.uris;
  }

  /** What the templates in use say, also before the broker runs. */
  get used(): readonly ReadTemplate[] {
    return [...this.#used.values()];
  }

  /** Whether changes of templates in use are applied. */
  get isFollowing(): boolean {
    return this.#ports.settings.read('definitions.apply');
  }

  isUsed(uri: Uri): boolean {
    return this.memory.read(uri) === 'used';
  }

  /** Resolves when the files of the workspace were found. */
  async settle(): Promise<void> {
    await this.#found.settle();
  }

  /** Reads a template, if it has queues. */
  async look(uri: Uri): Promise<ReadTemplate | undefined> {
    if (!(await looksLikeTemplate(uri))) return undefined;
    const read = await readTemplate(uri, this.findPlace());
    return read.definitions.queues.length > 0 ? read : undefined;
  }

  /**
   * Declares the queues and functions of a template from now on, if it can be read and the user agrees to lose messages; starts the
   * broker when needed.
   */
  async use(uri: Uri): Promise<UseResult> {
    const key = uri.toString();
    this.#wanted.add(key);
    try {
      await this.#ports.session.start();
      return await this.#inTurn(async () => {
        const result = await this.#apply(uri, true);
        if (!this.isUsed(uri)) this.#followed.follow(uri, []);
        return result;
      });
    } finally {
      this.#wanted.delete(key);
    }
  }

  /** The functions of a template are no longer declared; its queues stay. */
  async remember(uri: Uri, choice: Exclude<TemplateChoice, 'used' | undefined>): Promise<void> {
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
    tellFailure(this.#found.search().then((found) => this.#offer(found)));
  }

  #noteChange(file: Uri, delayMs: number): void {
    const key = file.toString();
    for (const uri of new Set([...this.memory.list('used'), ...this.#wanted])) {
      if (uri === key || this.#followed.isPart(uri, file)) {
        this.#wait(uri, delayMs, () =>
          this.#ports.definitions.queue(() => this.#applyAutomatically(Uri.parse(uri))),
        );
      }
    }
    if (this.#found.has(file) && this.memory.read(file) === undefined)
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
    for (const uri of this.memory.list('used')) await this.#applyAutomatically(Uri.parse(uri));
  }

  async #applyAutomatically(uri: Uri): Promise<void> {
    const { session, log } = this.#ports;
    if (!workspace.isTrusted || !this.isFollowing || !this.isUsed(uri)) return;
    if (session.state.kind !== 'running') {
      await this.#learn(uri);
      return;
    }
    await this.#apply(uri, false).catch((error: unknown) =>
      log.warn(`${uri.fsPath} could not be applied: ${String(error)}`),
    );
  }

  async #apply(uri: Uri, isAskedFor: boolean): Promise<UseResult> {
    const key = uri.toString();
    if (!(await exists(uri))) {
      await this.#forget(uri);
      return { kind: 'gone' };
    }
    const last = this.#applied.get(key);
    const read = await this.#read(uri);
    const isDeclared = last !== undefined || (await listDeclared(this.#ports.session, key)).length > 0;
    if (isBroken(read.model, last?.read.model, isDeclared)) {
      if (this.isUsed(uri)) this.marks.set('used', uri, markBroken(read, isDeclared));
      return { kind: 'broken', read };
    }
    if (last !== undefined && this.#current.has(key) && last.read.text === read.text && !isAskedFor) {
      this.#take({ ...last, read });
      return { kind: 'unchanged' };
    }
    const applied = await applyTemplate(read, this.#ports);
    if (applied === undefined) return { kind: 'declined' };
    // Not before: what is not applied is not used, and would be asked about at each start of the broker.
    if (isAskedFor) await this.memory.write(uri, 'used');
    this.#take(applied);
    return { kind: 'applied', applied };
  }

  /** Nothing is declared before the broker runs, but what will be is known. */
  async #learn(uri: Uri): Promise<void> {
    if (!(await exists(uri))) {
      await this.#forget(uri);
      return;
    }
    const last = this.#applied.get(uri.toString());
    const read = await this.#read(uri);
    if (isBroken(read.model, last?.read.model, last !== undefined)) return;
    this.#used.set(uri.toString(), read);
    this.#changed.fire();
  }

  /** Reads a template, and follows the files that it leads to, also those that it led to when it was applied. */
  async #read(uri: Uri): Promise<ReadTemplate> {
    const read = await readTemplate(uri, this.findPlace());
    const last = this.#applied.get(uri.toString());
    this.#followed.follow(uri, [...read.model.files, ...(last?.read.model.files ?? [])]);
    return read;
  }

  #take(applied: AppliedTemplate): void {
    const { read, problems } = applied;
    const key = read.uri.toString();
    this.#used.set(key, read);
    this.#applied.set(key, applied);
    this.#current.add(key);
    this.marks.set('used', read.uri, markUsed(read, problems));
    this.#changed.fire();
  }

  async #forget(uri: Uri): Promise<void> {
    const key = uri.toString();
    this.#applied.delete(key);
    this.#current.delete(key);
    this.#used.delete(key);
    this.#followed.follow(uri, []);
    this.marks.set('used', uri, []);
    this.#changed.fire();
    await undeclare(this.#ports.session, key);
  }

  /** Templates may have been declined while the broker did not run. */
  async #undeclareDeclined(): Promise<void> {
    for (const uri of this.memory.list('declined')) await undeclare(this.#ports.session, uri);
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
