import { type ReadSource, readSource } from './readSource.ts';

/** Keeps what the files of one template said, so that only those whose text has changed are read again. */
export class SourceCache {
  private readonly kept = new Map<string, { readonly text: string; readonly read: ReadSource }>();

  /** The same as `readSource`. */
  readonly read = (file: string, text: string): ReadSource => {
    const kept = this.kept.get(file);
    if (kept?.text === text) return kept.read;
    const read = readSource(file, text);
    this.kept.set(file, { text, read });
    return read;
  };

  /** Forgets all other files. */
  keep(files: readonly string[]): void {
    const wanted = new Set(files);
    for (const file of this.kept.keys()) if (!wanted.has(file)) this.kept.delete(file);
  }
}
