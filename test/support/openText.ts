import type { Uri } from 'vscode';

interface Place {
  readonly line: number;
  readonly character: number;
}

/** What is put in the place of a part of a text. */
export interface TextEdit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

/** A document in an editor. */
export class OpenText {
  readonly uri: Uri;
  version = 1;
  isClosed = false;
  isDirty = false;
  readonly write: (text: string) => void;
  #text: string;

  /** @param write writes its file */
  constructor(uri: Uri, text: string, write: (text: string) => void) {
    this.uri = uri;
    this.#text = text;
    this.write = write;
  }

  getText(): string {
    return this.#text;
  }

  replace(text: string): void {
    this.#text = text;
    this.version++;
    this.isDirty = true;
  }

  save(): Promise<boolean> {
    this.isDirty = false;
    this.write(this.#text);
    return Promise.resolve(true);
  }

  positionAt(offset: number): Place {
    const before = this.#text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  }

  change(text: string, { range: { start, end }, text: inserted }: TextEdit): string {
    const offset = ({ line, character }: Place): number =>
      text.split('\n', line).reduce((sum, each) => sum + each.length + 1, character);
    return text.slice(0, offset(start)) + inserted + text.slice(offset(end));
  }
}
