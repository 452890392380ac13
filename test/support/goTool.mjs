import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findToolsCache } from './clients/build.mjs';
import { withLock } from './lock.mjs';
import { findOnPath, runProgram } from './process.mjs';
import { showProgress } from './progress.mjs';

const BUILD_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} GoTool
 * @property {string} name of the program
 * @property {string} module such as `github.com/go-delve/delve/cmd/dlv`
 * @property {string} version such as `v1.27.2`
 */

/**
 * Builds a program of a Go module in the cache the first time (half a minute), and finds it there from then on.
 * @param {GoTool} tool
 * @returns {Promise<{ program: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureGoTool({ name, module, version }) {
  const folder = join(findToolsCache(), `${name}-${version}`);
  const program = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  if (existsSync(program)) return { program };
  const go = findOnPath('go');
  if (go === undefined) return { missing: `${name} needs go: install Go, then run again` };
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return { program };
    mkdirSync(folder, { recursive: true });
    const { output } = await showProgress(
      `Building ${name}`,
      () => '',
      () =>
        runProgram(go, ['install', `${module}@${version}`], {
          env: { ...process.env, GOBIN: folder },
          timeoutMs: BUILD_TIMEOUT_MS,
        }),
    );
    if (existsSync(program)) return { program };
    const reason = output.trim().split('\n').at(-1);
    return { missing: `${name} could not be built (${reason}): see to it, then run again` };
  });
}
