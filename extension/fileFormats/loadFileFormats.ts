import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as MessageFile from './messageFile.ts';

/** What reads and writes files of messages and tables. */
export type FileFormats = Pick<typeof MessageFile, 'formatTable' | 'readMessageFile' | 'writeMessageFile'>;

/** Loads what reads and writes CSV, which has a bundle of its own: an export is rare, and every start would read it. */
export function loadFileFormats(context: Pick<ExtensionContext, 'asAbsolutePath'>): FileFormats {
  return loadBundle(context.asAbsolutePath(join('dist', 'fileFormats.js'))) as FileFormats;
}
