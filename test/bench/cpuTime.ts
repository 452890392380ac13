import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time for programs in hundredths of a second, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;
/** Places of utime and stime among the fields after the command name, see proc(5). */
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;

/**
 * CPU time that a process and its threads have used, in ms, in steps of 10 ms. It tells what a request costs on a
 * machine that others load too, where rates by the clock on the wall tell how busy the others were. Linux only.
 */
export function readCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD]);
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/** CPU time of this process, ms: the clock on the wall would tell how busy others are. */
export function readOwnCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The processes that a process has started, and that have not ended. Linux only. */
export function readChildren(pid: number): readonly number[] {
  const folder = `/proc/${pid}/task`;
  return readdirSync(folder).flatMap((thread) =>
    (readFileSync(`${folder}/${thread}/children`, 'utf8').match(/\d+/g) ?? []).map(Number),
  );
}
