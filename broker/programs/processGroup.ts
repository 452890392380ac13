import { execFile } from 'node:child_process';

export const IS_WINDOWS = process.platform === 'win32';

/**
 * Sends a signal to a program and all that it started. On Windows, no signal can ask a program to end: there, each one ends
 * the whole tree at once.
 * @param group the process id of the program, which leads its group
 */
export function signalGroup(group: number, signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  if (IS_WINDOWS) {
    execFile('taskkill', ['/pid', String(group), '/T', '/F'], { windowsHide: true }, () => undefined);
    return;
  }
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}

/** Whether a process of the group still runs. On Windows, there are no groups: false. */
export function isGroupAlive(group: number): boolean {
  if (IS_WINDOWS) return false;
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
