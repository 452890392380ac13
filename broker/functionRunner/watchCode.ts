import { type FSWatcher, watch } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Schedule, systemSchedule } from '../time/schedule.ts';

/** A change is reported when nothing has changed for this long, ms. */
const QUIET_MS = 50;
/** And at the latest after this long, ms: with the time that the system takes to tell, that is within 200 ms. */
const LATEST_MS = 150;
/** Folders that are watched, where the system watches each by itself. */
export const MAXIMUM_WATCHES = 500;
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
 * Reports changes of the code of a function, each within 200 ms, however many files change. Links are not followed.
 */
export class CodeWatch {
  /** Once all folders are watched. */
  readonly ready: Promise<void>;
  private readonly ports: CodeWatchPorts;
  private readonly schedule: Schedule;
  private readonly watchers = new Map<string, FSWatcher>();
  private cancelQuiet: (() => void) | undefined;
  private cancelLatest: (() => void) | undefined;
  private isIncomplete = false;
  private isClosed = false;

  /** @param folder absolute */
  constructor(folder: string, ports: CodeWatchPorts) {
    this.ports = ports;
    this.schedule = ports.schedule ?? systemSchedule;
    this.ready = WATCHES_BELOW ? this.watchBelow(folder) : this.add(folder);
  }

  close(): void {
    this.isClosed = true;
    this.settle();
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private watchBelow(folder: string): Promise<void> {
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
      watcher.on('error', () => this.forget(folder));
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
