import { readFile } from 'node:fs/promises';

const KB_PER_MB = 1024;
/** A program that starts programs that start programs: more is not looked at. */
const MAXIMUM_PROCESSES = 100;

/**
 * The most memory that a process and those that it has started have used so far, in MB, rounded up; the peak of each, although
 * they may have been at different times. Linux only; undefined elsewhere, and when the process has ended.
 */
export async function measurePeakMemory(processId: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  let sumKb = 0;
  const open = [processId];
  for (let count = 0; count < MAXIMUM_PROCESSES; count += 1) {
    const id = open.pop();
    if (id === undefined) break;
    const [status, children] = await Promise.all([
      readFile(`/proc/${id}/status`, 'utf8').catch(() => ''),
      readFile(`/proc/${id}/task/${id}/children`, 'utf8').catch(() => ''),
    ]);
    // A process that has ended, but is not yet waited for, has no such line.
    sumKb += Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
    open.push(...(children.match(/\d+/g) ?? []).map(Number));
  }
  return sumKb === 0 ? undefined : Math.ceil(sumKb / KB_PER_MB);
}
