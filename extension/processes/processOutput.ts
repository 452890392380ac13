import type { Disposable } from 'vscode';

/** Of one process, so much is kept; a terminal shows about as much. */
const MAXIMUM_LINES = 1000;
const MAXIMUM_CHARACTERS = 131_072;

/** The last lines that a process printed, and who reads on. */
export class ProcessOutput {
  readonly #lines: string[] = [];
  readonly #readers = new Set<(line: string) => void>();
  #characters = 0;

  /** The oldest first. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    while (this.#lines.length > MAXIMUM_LINES || this.#characters > MAXIMUM_CHARACTERS) {
      this.#characters -= this.#lines.shift()?.length ?? 0;
    }
    for (const read of this.#readers) read(line);
  }

  follow(read: (line: string) => void): Disposable {
    this.#readers.add(read);
    return { dispose: () => this.#readers.delete(read) };
  }
}
