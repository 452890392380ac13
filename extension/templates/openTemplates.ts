import { type Disposable, EventEmitter, type TextDocument, type Uri, workspace } from 'vscode';
import type { LocalPlace } from '../../broker/iac/localPlace.ts';
import { SourceCache } from '../../broker/iac/sourceCache.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { Schedule } from '../ground/schedule.ts';
import { isCandidate } from './candidates.ts';
import { looksLikeOurs, readOpenTemplate, type ReadTemplate } from './readTemplate.ts';

export interface OpenTemplatesPorts {
  readonly findPlace: () => LocalPlace;
  readonly schedule: Schedule;
}

/** After the last key. */
const PAUSE_MS = 250;
/** UTF-16 units; a text of 5,000 lines has 200,000. Longer ones are written by programs. */
const MAXIMUM_LENGTH = 1_048_576;
/** UTF-16 units of a template with the files that it leads to: they are read in the process of all extensions. */
const MAXIMUM_TOTAL_LENGTH = 4 * MAXIMUM_LENGTH;

/** What the templates that are open in editors say, as they are, saved or not. */
export class OpenTemplates implements Disposable {
  readonly #ports: OpenTemplatesPorts;
  readonly #changed = new EventEmitter<Uri>();
  /** Fires with a template that says something else now, or is closed. */
  readonly onDidChange = this.#changed.event;
  readonly #read = new Map<string, ReadTemplate>();
  /** Of each open template, by its URI. */
  readonly #caches = new Map<string, SourceCache>();
  /** The last look at each, by its URI: an earlier one may end later. */
  readonly #looks = new Map<string, number>();
  #lookCount = 0;
  readonly #waiting = new Map<string, () => void>();
  readonly #parts: readonly Disposable[];

  constructor(ports: OpenTemplatesPorts) {
    this.#ports = ports;
    this.#parts = [
      this.#changed,
      workspace.onDidOpenTextDocument((document) => void this.#look(document)),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#wait(document);
        this.#waitForThose(document.uri);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#forget(uri);
        // From now on, its file counts.
        this.#waitForThose(uri);
      }),
      // Files behind links can be read from now on.
      workspace.onDidGrantWorkspaceTrust(() => this.readAgain()),
    ];
    this.readAgain();
  }

  /** Reads all of them again. */
  readAgain(): void {
    for (const document of workspace.textDocuments) void this.#look(document);
  }

  /** Undefined: it is not open, or no template. */
  find(uri: Uri): ReadTemplate | undefined {
    return this.#read.get(uri.toString());
  }

  dispose(): void {
    for (const cancel of this.#waiting.values()) cancel();
    disposeAll(this.#parts);
  }

  #wait(document: TextDocument): void {
    if (!isCandidate(document.uri.path)) return;
    const key = document.uri.toString();
    this.#waiting.get(key)?.();
    const cancel = this.#ports.schedule(PAUSE_MS, () => {
      this.#waiting.delete(key);
      void this.#look(document);
    });
    this.#waiting.set(key, cancel);
  }

  /** Looks again at the other templates that lead to a file. */
  #waitForThose(part: Uri): void {
    for (const { uri, model } of this.#read.values()) {
      const isPart = model.files.some((path) => uri.with({ path }).toString() === part.toString());
      if (!isPart || uri.toString() === part.toString()) continue;
      const document = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
      if (document !== undefined) this.#wait(document);
    }
  }

  async #look(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    if (!isCandidate(uri.path) || workspace.getWorkspaceFolder(uri) === undefined) return;
    const text = document.getText();
    if (text.length > MAXIMUM_LENGTH || !looksLikeOurs(uri, text)) {
      this.#forget(uri);
      return;
    }
    const key = uri.toString();
    const look = ++this.#lookCount;
    this.#looks.set(key, look);
    const cache = this.#caches.get(key) ?? new SourceCache();
    this.#caches.set(key, cache);
    const reading = { findText: findOpenText, cache, maximumLength: MAXIMUM_TOTAL_LENGTH };
    const read = await readOpenTemplate(uri, this.#ports.findPlace(), reading);
    if (document.isClosed || document.version !== version || this.#looks.get(key) !== look) return;
    if (read === undefined) {
      this.#forget(uri);
      return;
    }
    this.#read.set(key, read);
    this.#changed.fire(uri);
  }

  #forget(uri: Uri): void {
    const key = uri.toString();
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
    this.#looks.delete(key);
    this.#caches.delete(key);
    if (this.#read.delete(key)) this.#changed.fire(uri);
  }
}

function findOpenText(file: Uri): string | undefined {
  const key = file.toString();
  return workspace.textDocuments.find(({ uri }) => uri.toString() === key)?.getText();
}
