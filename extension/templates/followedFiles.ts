import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { disposeAll } from '../ground/disposeAll.ts';
import { isCandidate } from './candidates.ts';

/** Characters that a pattern of files would not take as they are. */
const PATTERN = /[*?[\]{}]/;

/** Watches the files that templates lead to, and whose names alone would not show that they belong to one. */
export class FollowedFiles implements Disposable {
  readonly #onChange: (file: Uri) => void;
  /** By the URI of the file. */
  readonly #watched = new Map<string, Disposable>();
  /** The files of each template, by its URI. */
  readonly #files = new Map<string, readonly string[]>();

  constructor(onChange: (file: Uri) => void) {
    this.#onChange = onChange;
  }

  /** Follows these files of a template, and no longer others. @param paths of URIs */
  follow(template: Uri, paths: readonly string[]): void {
    const own = paths
      .filter((path) => !isWatchedAnyway(path))
      .map((path) => template.with({ path }).toString());
    this.#files.set(template.toString(), own);
    const wanted = new Set([...this.#files.values()].flat());
    for (const [file, watcher] of this.#watched) {
      if (wanted.has(file)) continue;
      watcher.dispose();
      this.#watched.delete(file);
    }
    for (const file of wanted) if (!this.#watched.has(file)) this.#watched.set(file, this.#watch(file));
  }

  dispose(): void {
    disposeAll([...this.#watched.values()]);
    this.#watched.clear();
  }

  #watch(file: string): Disposable {
    const uri = Uri.parse(file);
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, '..'), name));
    return Disposable.from(
      watcher,
      watcher.onDidChange(this.#onChange),
      watcher.onDidCreate(this.#onChange),
      watcher.onDidDelete(this.#onChange),
    );
  }
}

function isWatchedAnyway(path: string): boolean {
  return isCandidate(path) || /\/cdk\.out\/[^/]+\.template\.json$/.test(path) || PATTERN.test(path);
}
