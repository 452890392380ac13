import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureGoTool } from './goTool.mjs';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';

const ACTIONLINT = {
  name: 'actionlint',
  module: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: 'v1.7.12',
};
const WORKFLOWS = join('.github', 'workflows');

/**
 * Checks the workflows with actionlint.
 * @returns {Promise<import('./stages.mjs').Outcome>}
 */
export async function checkWorkflows() {
  const found = await ensureGoTool(ACTIONLINT);
  if ('missing' in found) return { passed: 0, failed: 0, skipped: 1, missing: found.missing };
  const root = findProjectRoot();
  const files = readdirSync(join(root, WORKFLOWS)).map((name) => join(WORKFLOWS, name));
  // Without the linters that it would call if this machine had them: it has to say the same everywhere.
  const flags = ['-no-color', '-shellcheck=', '-pyflakes='];
  const { code, output } = await runProgram(found.program, [...flags, ...files], { cwd: root });
  if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
  console.log(output);
  return { passed: 0, failed: 1, skipped: 0 };
}
