import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, findOnPath } from '../process.mjs';
import { findProjectRoot } from '../project.mjs';
import { writeFirstSettings } from './settings.mjs';

/** @returns {boolean} whether a window can be opened here */
export function hasDisplay() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/**
 * The version of desktop VS Code to run the host tests in.
 * @param {string | undefined} wanted a version; `floor`, the oldest that package.json allows; or nothing
 * @returns {string | undefined}
 */
export function readDesktopVersion(wanted) {
  if (wanted !== 'floor') return wanted || undefined;
  const { engines } = JSON.parse(readFileSync(join(findProjectRoot(), 'package.json'), 'utf8'));
  return engines.vscode.replace(/^\D+/, '');
}

/** @returns {string | undefined} the `code` command, where there is one and a display for it */
export function findDesktopCode() {
  return hasDisplay() ? findOnPath('code', 'code-insiders') : undefined;
}

/**
 * Opens desktop VS Code with the extension and a folder, in a profile of its own.
 * @param {string} command the `code` command
 * @param {string} workspace
 * @param {string} profile a folder for its data
 * @param {NodeJS.ProcessEnv} env variables beside those of this process
 * @returns {{ ended: Promise<unknown>, stop: () => Promise<void> }}
 */
export function openDesktop(command, workspace, profile, env) {
  const userData = join(profile, 'desktop');
  writeFirstSettings(userData);
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
    {
      env: { ...cleanEnvironment(process.env), ...env },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
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
