import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names the space in which a process id of this process means the same process: two containers, or two machines on one
 * home, have different ones.
 */
export function nameProcessSpace(): string {
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${bootId} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Only Linux parts the processes of a machine.
    return `${process.platform} ${hostname()}`;
  }
}

/** Whether some process has this id in the space of this one. It need not be the one that had it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
