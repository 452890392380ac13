import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCacheFolder, findProjectRoot } from '../project.mjs';
import { hasDisplay } from './desktop.mjs';
import { describeHostRun, prepareDebuggers, prepareResultsFile, readResults } from './runInHost.mjs';

/**
 * Runs the host tests in desktop VS Code, downloading it by `@vscode/test-electron` when needed.
 * @param {import('./runInHost.mjs').HostRun} run
 * @param {string} [version] of VS Code; undefined: the newest
 * @returns {Promise<import('../mochaRun.mjs').MochaResults | { missing: string }>} `missing` is one line
 */
export async function runInDesktop(run, version) {
  if (!hasDisplay())
    return { missing: 'desktop VS Code needs a display: run under xvfb-run, or use the server build' };
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const root = findProjectRoot();
  let executable;
  try {
    executable = await downloadAndUnzipVSCode({
      cachePath: join(findCacheFolder(), 'vscode-desktop'),
      ...(version === undefined ? {} : { version }),
    });
  } catch (error) {
    return { missing: `desktop VS Code could not be downloaded: ${String(error)}` };
  }
  const resultsFile = prepareResultsFile();
  const userData = mkdtempSync(join(tmpdir(), 'queueside-vscode-'));
  run.prepareUserData?.(userData);
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: [root, prepareDebuggers(run.debuggers)],
    extensionTestsPath: join(root, 'out', 'test', 'e2e', 'host', 'index.js'),
    extensionTestsEnv: describeHostRun(run, resultsFile),
    launchArgs: [
      run.workspace,
      `--user-data-dir=${userData}`,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
    ],
  }).catch(() => 1);
  rmSync(userData, { recursive: true, force: true });
  return readResults(resultsFile, code);
}
