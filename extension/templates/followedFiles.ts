import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { disposeAll } from '../ground/disposeAll.ts';
import { isCandidate } from './candidates.ts';

/** Characters in a file's name that a pattern would not take as they are; its folder is no pattern. */
const PATTERN = /[*?[\]{}]/;

/** Watches the files that templates lead to, and whose names alone would not show that they belong to one. */
export class FollowedFiles implements Disposable {
  readonly #onChange: (file: Uri) => void;
  /** By the URI of the file. */
  readonly #watched = new Map<string, Disposable>();
  /** The URIs of the files of each template, by its URI. */
  readonly #files = new Map<string, ReadonlySet<string>>();

  constructor(onChange: (file: Uri) => void) {
    this.#onChange = onChange;
  }

  /** Whether a template leads to a file. @param template its URI */
  isPart(template: string, file: Uri): boolean {
    return this.#files.get(template)?.has(file.toString()) === true;
  }

  /** Follows these files of a template, and no longer others. @param paths of URIs */
  follow(template: Uri, paths: readonly string[]): void {
    this.#files.set(template.toString(), new Set(paths.map((path) => template.with({ path }).toString())));
    const wanted = new Set([...this.#files.values()].flatMap((files) => [...files]).filter(isToBeWatched));
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
    const name = baseNameOf(uri);
    const folder = uri.with({ path: uri.path.slice(0, -name.length - 1) });
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, name));
    return Disposable.from(
      watcher,
      watcher.onDidChange(this.#onChange),
      watcher.onDidCreate(this.#onChange),
      watcher.onDidDelete(this.#onChange),
    );
  }
}

function isToBeWatched(file: string): boolean {
  const uri = Uri.parse(file);
  // Candidates are watched anyway; of `cdk.out`, the manifest changes with the templates.
  if (isCandidate(uri.path) || /\/cdk\.out\/[^/]+\.template\.json$/.test(uri.path)) return false;
  return !PATTERN.test(baseNameOf(uri));
}

function baseNameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
