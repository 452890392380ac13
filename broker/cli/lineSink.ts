import type { Writable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';

/** How much may wait until a terminal or another program takes it. */
const MAXIMUM_WAITING_BYTES = 1_048_576;

/**
 * Writes lines of programs. Where whatever reads them is slower than the programs write, lines are left out, and counted: the
 * programs are neither held up, nor do their lines fill the memory.
 */
export class LineSink {
  private readonly stream: Writable;
  private leftOut = 0;

  constructor(stream: Writable) {
    this.stream = stream;
    stream.on('drain', () => this.reportLeftOut());
  }

  write(line: string): void {
    this.writeAll([line]);
  }

  /** In one piece. */
  writeAll(lines: readonly string[]): void {
    if (this.stream.writableLength > MAXIMUM_WAITING_BYTES) this.leftOut += lines.length;
    else this.stream.write(lines.map((line) => `${line}\n`).join(''));
  }

  private reportLeftOut(): void {
    if (this.leftOut === 0) return;
    const text =
      this.leftOut === 1
        ? l10n.t('1 line left out')
        : l10n.t('{0} lines left out', formatNumber(this.leftOut));
    this.leftOut = 0;
    this.stream.write(`… ${text}\n`);
  }
}
