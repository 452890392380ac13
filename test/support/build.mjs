import { join } from 'node:path';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { SetupFailure } from './setupFailure.mjs';

/**
 * Bundles the programs into dist/.
 * @param {readonly string[]} [flags] of esbuild.mjs
 * @throws {SetupFailure} with the bundler's messages
 */
export async function buildProject(flags = []) {
  const root = findProjectRoot();
  const result = await runProgram(process.execPath, [join(root, 'esbuild.mjs'), ...flags], { cwd: root });
  if (result.code !== 0) throw new SetupFailure(`The build failed:\n${result.output}`);
}
