import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

/**
 * Packs what is built in dist/ into a VSIX; .vscodeignore says what goes in.
 * @param {string} folder where to write it, absolute or from the project's root
 * @returns {Promise<{ path: string, bytes: number }>} relative to the root when the folder is
 * @throws when vsce refuses: a field of package.json is wrong, or a file it names is not there
 */
export async function packExtension(folder) {
  const { createVSIX } = await import('@vscode/vsce');
  const root = findProjectRoot();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const path = join(folder, `${name}-${version}.vsix`);
  // Everything is bundled, so no dependency is packed.
  await createVSIX({ cwd: root, packagePath: path, dependencies: false });
  return { path, bytes: statSync(path).size };
}
