import { fstatSync } from 'node:fs';
import type { Environment } from './config.ts';

/** The process that the broker belongs to; undefined for a broker that a person started. */
export function readParentPid(environment: Environment): number | undefined {
  const pid = Number(environment.QUEUESIDE_PARENT_PID);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Calls back when the other end of standard input is closed; never when that is not a pipe to the parent. */
export function onInputClosed(callback: () => void): void {
  if (!isPipe(process.stdin.fd)) return;
  process.stdin.once('end', callback);
  process.stdin.once('error', callback);
  process.stdin.resume();
  process.stdin.unref?.();
}

function isPipe(fileDescriptor: number): boolean {
  try {
    const stats = fstatSync(fileDescriptor);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
