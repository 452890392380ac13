import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { findTool } from './projectTools.mjs';
import { SetupFailure } from './setupFailure.mjs';

/** What vsce prints before a warning: in a terminal, and in a workflow. */
const WARNING = /^ WARNING |^::warning/m;

/**
 * Packs what is built in dist/ into a VSIX; .vscodeignore says what goes in.
 * @param {string} folder where to write it, absolute or from the working directory
 * @param {string} [root] the folder of the extension
 * @returns {Promise<{ path: string, bytes: number }>} relative when the folder is
 * @throws {SetupFailure} with what vsce printed: it refuses a field of package.json, misses a file, or only warns. The
 * Marketplace shows to users what it warns of.
 */
export async function packExtension(folder, root = findProjectRoot()) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const path = join(folder, `${name}-${version}.vsix`);
  const words = [findTool('vsce'), 'package', '--out', resolve(path)];
  const { code, output } = await runProgram(process.execPath, words, { cwd: root });
  if (code !== 0 || WARNING.test(output))
    throw new SetupFailure(`The extension could not be packed without a warning:\n${output}`);
  return { path, bytes: statSync(path).size };
}
