import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Disposable, Uri } from 'vscode';

/** How often what a link leads to is looked at, ms. */
const LOOK_MS = 500;

/** Notices changes of what links lead to: the editor's watcher sees the link itself. */
export class LinkedFiles implements Disposable {
  readonly #onChange: (uri: Uri) => void;
  readonly #watched = new Map<string, StatsListener>();

  constructor(onChange: (uri: Uri) => void) {
    this.#onChange = onChange;
  }

  /** To be called whenever the file was read: it may have become a link, or one to something else. */
  async follow(uri: Uri): Promise<void> {
    if (uri.scheme !== 'file' || this.#watched.has(uri.fsPath) || !(await isLink(uri.fsPath))) return;
    const listener: StatsListener = () => this.#onChange(uri);
    this.#watched.set(uri.fsPath, listener);
    watchFile(uri.fsPath, { interval: LOOK_MS, persistent: false }, listener);
  }

  forget({ fsPath }: Uri): void {
    const listener = this.#watched.get(fsPath);
    if (listener !== undefined) unwatchFile(fsPath, listener);
    this.#watched.delete(fsPath);
  }

  dispose(): void {
    for (const [path, listener] of this.#watched) unwatchFile(path, listener);
    this.#watched.clear();
  }
}

/** Whether the file itself is a link; the folder that it is in may be one, which the editor follows. */
async function isLink(path: string): Promise<boolean> {
  try {
    return (await realpath(path)) !== join(await realpath(dirname(path)), basename(path));
  } catch {
    return false;
  }
}
