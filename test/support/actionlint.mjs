import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findToolsCache } from './clients/build.mjs';
import { withLock } from './lock.mjs';
import { findOnPath, runProgram } from './process.mjs';
import { showProgress } from './progress.mjs';
import { findProjectRoot } from './project.mjs';

const MODULE = 'github.com/rhysd/actionlint/cmd/actionlint';
const VERSION = 'v1.7.12';
const BUILD_TIMEOUT_MS = 300_000;
const WORKFLOWS = join('.github', 'workflows');

/**
 * Checks the workflows with actionlint, which Go builds the first time (half a minute).
 * @returns {Promise<import('./stages.mjs').Outcome>}
 */
export async function checkWorkflows() {
  const found = await ensureActionlint();
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

/** @returns {Promise<{ program: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it */
async function ensureActionlint() {
  const folder = join(findToolsCache(), `actionlint-${VERSION}`);
  const program = join(folder, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
  if (existsSync(program)) return { program };
  const go = findOnPath('go');
  if (go === undefined) return { missing: 'the check of the workflows needs go: install Go, then run again' };
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return { program };
    mkdirSync(folder, { recursive: true });
    const { output } = await showProgress(
      'Building actionlint',
      () => '',
      () =>
        runProgram(go, ['install', `${MODULE}@${VERSION}`], {
          env: { ...process.env, GOBIN: folder },
          timeoutMs: BUILD_TIMEOUT_MS,
        }),
    );
    if (existsSync(program)) return { program };
    const reason = output.trim().split('\n').at(-1);
    return { missing: `actionlint could not be built (${reason}): see to it, then run again` };
  });
}
