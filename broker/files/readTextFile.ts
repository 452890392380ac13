import { closeSync, constants, readSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { type DecodedText, decodeText } from '../protocol/decodeText.ts';
import { openRegularFile } from './regularFile.ts';

/** The text of a file, or the reason why it cannot be read, to follow the name of the file. */
export type FileText = DecodedText | { readonly ok: false; readonly message: string };

const CHUNK_BYTES = 64 * 1024;

/** Reads a file that a person named: UTF-8, and no longer than it may be. */
export function readTextFile(path: string, maximumBytes: number): FileText {
  let descriptor: number;
  try {
    descriptor = openRegularFile(path, constants.O_RDONLY);
  } catch (error) {
    return { ok: false, message: l10n.t('cannot be opened: {0}', (error as Error).message) };
  }
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(descriptor, chunk);
      if (count === 0) return decodeText(Buffer.concat(chunks), new TextDecoder());
      chunks.push(chunk.subarray(0, count));
      length += count;
      if (length > maximumBytes)
        return { ok: false, message: l10n.t('is larger than {0} bytes', maximumBytes) };
    }
  } catch (error) {
    return { ok: false, message: l10n.t('cannot be read: {0}', (error as Error).message) };
  } finally {
    closeSync(descriptor);
  }
}
