import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, findOnPath } from '../process.mjs';
import { findCacheFolder, findProjectRoot } from '../project.mjs';
import { describeHostRun, prepareResultsFile, prepareScriptedDebugger, readResults } from './runInHost.mjs';

/** @returns {boolean} whether a window can be opened here */
export function hasDisplay() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** @returns {string | undefined} the `code` command, where there is one and a display for it */
export function findDesktopCode() {
  return hasDisplay() ? findOnPath('code', 'code-insiders') : undefined;
}

/**
 * Runs the host tests in desktop VS Code, downloading it by `@vscode/test-electron` when needed.
 * @param {import('./runInHost.mjs').HostRun} run
 * @returns {Promise<import('../mochaRun.mjs').MochaResults | { missing: string }>} `missing` is one line
 */
export async function runInDesktop(run) {
  if (!hasDisplay())
    return { missing: 'desktop VS Code needs a display: run under xvfb-run, or use the server build' };
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const root = findProjectRoot();
  let executable;
  try {
    executable = await downloadAndUnzipVSCode({ cachePath: join(findCacheFolder(), 'vscode-desktop') });
  } catch (error) {
    return { missing: `desktop VS Code could not be downloaded: ${String(error)}` };
  }
  const resultsFile = prepareResultsFile();
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: [root, prepareScriptedDebugger()],
    extensionTestsPath: join(root, 'out', 'test', 'e2e', 'host', 'index.js'),
    extensionTestsEnv: describeHostRun(run, resultsFile),
    launchArgs: [run.workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  }).catch(() => 1);
  return readResults(resultsFile, code);
}

/**
 * Opens desktop VS Code with the extension and a folder, in a profile of its own.
 * @param {string} command the `code` command
 * @param {string} workspace
 * @param {string} profile a folder for its data
 * @returns {{ ended: Promise<unknown>, stop: () => Promise<void> }}
 */
export function openDesktop(command, workspace, profile) {
  const userData = join(profile, 'desktop');
  const child = spawn(
    command,
    [
      '--new-window',
      '--wait',
      '--skip-welcome',
      '--disable-workspace-trust',
      `--user-data-dir=${userData}`,
      `--extensions-dir=${join(profile, 'desktop-extensions')}`,
      `--extensionDevelopmentPath=${findProjectRoot()}`,
      workspace,
    ],
    { env: cleanEnvironment(process.env), stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const ended = once(child, 'close');
  const stop = async () => {
    // The command only waits; the editor is a process of its own, which writes its pid into its profile.
    endProcess(readEditorPid(userData));
    endProcess(child.pid);
    await ended.catch(() => {});
    rmSync(join(userData, 'code.lock'), { force: true });
  };
  return { ended, stop };
}

/** @param {string} userData */
function readEditorPid(userData) {
  try {
    return Number(readFileSync(join(userData, 'code.lock'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number | undefined} pid */
function endProcess(pid) {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}
