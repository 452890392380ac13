import { type FSWatcher, watch } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { type Schedule, systemSchedule } from '../time/schedule.ts';

/** A change is reported when nothing has changed for this long, ms. */
const QUIET_MS = 50;
/** And at the latest after this long, ms: with the time that the system takes to report it, within 200 ms. */
const LATEST_MS = 150;
/** How many folders are watched at most, on systems that need a watch for each folder. */
export const MAXIMUM_WATCHES = 500;
/** How often the path of the function's folder is checked, ms: no watch reports that a folder above it was moved or created again. */
const LOOK_MS = 1000;
/** While it does not exist, ms: tools that build a function often delete it first. */
const MISSING_LOOK_MS = 100;
/** There, one watch covers all that is below a folder. */
const WATCHES_BELOW = process.platform === 'win32' || process.platform === 'darwin';

/** What is no code: packages, caches, what tools keep for themselves, logs, and copies that editors make while they save. */
const IGNORED = /^(?:\..*|node_modules|__pycache__|.*\.pyc|.*\.log|.*~)$/;

export interface CodeWatchPorts {
  /** A file was changed, created or deleted. */
  readonly onChange: () => void;
  /** Not all folders can be watched: there are too many, or the system has no watch left. Called once. */
  readonly onIncomplete?: () => void;
  readonly schedule?: Schedule;
  readonly maximumWatches?: number;
}

/**
 * Reports changes of the code of a function, each within 200 ms, however many files change. Links below its folder are not
 * followed. The folder may be deleted and made again, or come later.
 */
export class CodeWatch {
  /** Once all folders are watched. */
  readonly ready: Promise<void>;
  private readonly ports: CodeWatchPorts;
  private readonly schedule: Schedule;
  private readonly root: string;
  /** Of the root, what is watched there; undefined: it does not exist, or what was watched is gone. */
  private identity: string | undefined;
  private cancelLook: (() => void) | undefined;
  private readonly watchers = new Map<string, FSWatcher>();
  private cancelQuiet: (() => void) | undefined;
  private cancelLatest: (() => void) | undefined;
  private isIncomplete = false;
  private isClosed = false;

  /** @param folder absolute */
  constructor(folder: string, ports: CodeWatchPorts) {
    this.ports = ports;
    this.schedule = ports.schedule ?? systemSchedule;
    this.root = folder;
    this.ready = this.begin();
  }

  close(): void {
    this.isClosed = true;
    this.settle();
    this.cancelLook?.();
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private async begin(): Promise<void> {
    this.identity = await readIdentity(this.root);
    await this.watchRoot();
    this.lookLater();
  }

  private watchRoot(): Promise<void> {
    return WATCHES_BELOW ? this.watchBelow(this.root) : this.add(this.root);
  }

  /** Watches the root again if its path has come to lead to another folder. */
  private async look(): Promise<void> {
    const identity = await readIdentity(this.root);
    if (this.isClosed) return;
    if (identity !== this.identity) {
      this.identity = identity;
      this.forget(this.root);
      if (identity !== undefined) {
        await this.watchRoot();
        this.note();
      }
    }
    this.lookLater();
  }

  private lookLater(): void {
    if (this.isClosed) return;
    this.cancelLook?.();
    const delayMs = this.identity === undefined ? MISSING_LOOK_MS : LOOK_MS;
    this.cancelLook = this.schedule(delayMs, () => void this.look());
  }

  /** The folder that is watched as the root may be gone, and the new one may have the same inode. */
  private loseRoot(): void {
    if (this.identity === undefined) return;
    this.identity = undefined;
    this.lookLater();
  }

  private watchBelow(folder: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.open(folder, { recursive: true }, (name) => {
      if (!name.split(sep).some((part) => IGNORED.test(part))) this.note();
    });
    return Promise.resolve();
  }

  /** Watches a folder and those below it. Files that are in a folder when its watch begins are not new, or were noted with it. */
  private async add(folder: string): Promise<void> {
    const open = [folder];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (this.isClosed) return;
      if (!this.watchOne(each)) return;
      open.push(...(await listFolders(each)));
    }
  }

  /** @returns whether more folders can be watched */
  private watchOne(folder: string): boolean {
    if (this.watchers.has(folder)) return true;
    if (this.watchers.size >= (this.ports.maximumWatches ?? MAXIMUM_WATCHES)) {
      this.reportIncomplete();
      return false;
    }
    return this.open(folder, {}, (name) => {
      // Of itself, a folder is reported by its own name.
      if (folder === this.root && name === basename(folder)) this.loseRoot();
      if (IGNORED.test(name)) return;
      this.note();
      const path = join(folder, name);
      this.forget(path);
      void this.addIfFolder(path);
    });
  }

  private async addIfFolder(path: string): Promise<void> {
    const status = await lstat(path).catch(() => undefined);
    if (status?.isDirectory() === true) await this.add(path);
  }

  private open(
    folder: string,
    options: { readonly recursive?: boolean },
    onName: (name: string) => void,
  ): boolean {
    try {
      const watcher = watch(folder, { ...options, persistent: false }, (_change, name) => {
        if (!this.isClosed && name !== null) onName(name);
      });
      watcher.on('error', () => {
        this.forget(folder);
        if (folder === this.root) this.loseRoot();
      });
      this.watchers.set(folder, watcher);
      return true;
    } catch (error) {
      // A folder that is gone again is no fault.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
      this.reportIncomplete();
      return false;
    }
  }

  /** What had this path is gone, or another has its place. */
  private forget(path: string): void {
    for (const [folder, watcher] of this.watchers) {
      if (folder !== path && !folder.startsWith(path + sep)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
  }

  private note(): void {
    if (this.isClosed) return;
    const report = (): void => {
      this.settle();
      this.ports.onChange();
    };
    this.cancelQuiet?.();
    this.cancelQuiet = this.schedule(QUIET_MS, report);
    this.cancelLatest ??= this.schedule(LATEST_MS, report);
  }

  private settle(): void {
    this.cancelQuiet?.();
    this.cancelLatest?.();
    this.cancelQuiet = undefined;
    this.cancelLatest = undefined;
  }

  private reportIncomplete(): void {
    if (this.isIncomplete) return;
    this.isIncomplete = true;
    this.ports.onIncomplete?.();
  }
}

/** Of what a path leads to: it differs as long as both exist. */
async function readIdentity(path: string): Promise<string | undefined> {
  const status = await stat(path, { bigint: true }).catch(() => undefined);
  return status === undefined ? undefined : `${status.dev}:${status.ino}`;
}

/** Those that are no links; none if it cannot be read. */
async function listFolders(path: string): Promise<readonly string[]> {
  try {
    const folders: string[] = [];
    for await (const entry of await opendir(path)) {
      if (entry.isDirectory() && !IGNORED.test(entry.name)) folders.push(join(path, entry.name));
    }
    return folders;
  } catch {
    return [];
  }
}
