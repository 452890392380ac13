import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as Bundle from './fileWork.ts';

/** Loads what exports and imports, which has a bundle of its own: both are rare, and every start would read it. */
export function loadFileWork(context: Pick<ExtensionContext, 'asAbsolutePath'>): Bundle.FileWork {
  const bundle = loadBundle(context.asAbsolutePath(join('dist', 'exportImport.js'))) as typeof Bundle;
  return bundle.createFileWork(readLanguage());
}
