import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import type * as Bundle from '../../broker/programs/programs.ts';
import { loadBundle } from './loadBundle.ts';

/** Loads what starts programs, which has a bundle of its own: few starts of the editor need it. */
export function loadPrograms(context: Pick<ExtensionContext, 'asAbsolutePath'>): Bundle.Programs {
  const { Programs } = loadBundle(context.asAbsolutePath(join('dist', 'programs.js'))) as typeof Bundle;
  return new Programs();
}
