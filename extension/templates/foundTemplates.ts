import { type Uri, workspace } from 'vscode';
import { CANDIDATES, isCandidate, OTHER_FILES } from './candidates.ts';

/** Templates of a window; a workspace with more has them in one application mostly. */
const MAXIMUM_TEMPLATES = 200;

/** The files of the workspace that can be templates; what is in them was not looked at. */
export class FoundTemplates {
  /** By URI. */
  #found = new Map<string, Uri>();
  /** What was made and deleted since the last search began, by URI: it may not have seen that. */
  #noticed = new Map<string, Uri | undefined>();
  #search: Promise<readonly Uri[]> = Promise.resolve([]);

  get uris(): readonly Uri[] {
    return [...this.#found.values()];
  }

  has(uri: Uri): boolean {
    return this.#found.has(uri.toString());
  }

  /** A file exists. */
  add(uri: Uri): void {
    if (isCandidate(uri.path)) this.#note(uri.toString(), uri);
  }

  /** A file exists no longer. */
  delete(uri: Uri): void {
    this.#note(uri.toString(), undefined);
  }

  /** @returns what was found; nothing if a later search has begun meanwhile */
  search(): Promise<readonly Uri[]> {
    this.#search = this.#findFiles();
    return this.#search;
  }

  /** Resolves when the files of the workspace were found. */
  async settle(): Promise<void> {
    for (let search: unknown; search !== this.#search; ) {
      search = this.#search;
      await search;
    }
  }

  async #findFiles(): Promise<readonly Uri[]> {
    const noticed = new Map<string, Uri | undefined>();
    this.#noticed = noticed;
    const found = await workspace.findFiles(CANDIDATES, OTHER_FILES, MAXIMUM_TEMPLATES);
    if (this.#noticed !== noticed) return [];
    this.#found = new Map(found.map((uri) => [uri.toString(), uri]));
    for (const [key, uri] of noticed) this.#note(key, uri);
    return this.uris;
  }

  #note(key: string, uri: Uri | undefined): void {
    this.#noticed.set(key, uri);
    if (uri === undefined) this.#found.delete(key);
    else this.#found.set(key, uri);
  }
}
