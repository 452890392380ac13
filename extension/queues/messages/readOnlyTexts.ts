import { type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import { TEXT_SCHEME } from '../../ground/ids.ts';

/** Texts kept for documents that are open; older ones are forgotten. */
const MAXIMUM_TEXTS = 32;

/**
 * Read-only documents for texts that are nowhere stored. An untitled document would not do: the editor writes those to
 * the disk, and what was decrypted must not get there.
 */
export class ReadOnlyTexts implements TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** @param name ends with the extension that tells its language */
  add(name: string, text: string): Uri {
    this.#count += 1;
    const uri = Uri.from({ scheme: TEXT_SCHEME, path: `/${this.#count}/${name}` });
    this.#texts.set(uri.path, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAXIMUM_TEXTS && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }

  async show(name: string, text: string): Promise<void> {
    await window.showTextDocument(await workspace.openTextDocument(this.add(name, text)), { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }
}
