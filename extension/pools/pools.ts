import * as l10n from '@vscode/l10n';
import { setLanguage } from '../ground/language.ts';
import { PoolDesk, type PoolDeskPorts } from './poolDesk.ts';

// Begins a bundle of its own: see loadPools.ts.

/**
 * @param language of numbers: the bundle has its own copy of what remembers it, and of the texts
 * @param texts in that language, by their English; undefined: English
 */
export function createPools(
  language: string,
  texts: Record<string, string> | undefined,
  ports: PoolDeskPorts,
): PoolDesk {
  setLanguage(language);
  if (texts !== undefined) l10n.config({ contents: texts });
  return new PoolDesk(ports);
}
