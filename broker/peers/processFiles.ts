import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What Linux shows of its processes and sockets in `/proc`. A process that is gone or hidden has nothing. */
export interface ProcessFiles {
  /** The texts of the tables of sockets; empty where the system has none. */
  readSocketTables(): Promise<readonly string[]>;
  listProcesses(): readonly number[];
  /** The user that a process belongs to. */
  userOf(processId: number): number | undefined;
  /** Numbers of the files that a process has open. */
  listOpenFiles(processId: number): readonly string[];
  /** What an open file is, such as `socket:[4711]`. */
  readOpenFile(processId: number, file: string): string | undefined;
  readProgram(processId: number): RunningProgram | undefined;
}

export interface RunningProgram {
  readonly argv: readonly string[];
  /** What the system calls it, at most 15 characters. */
  readonly command: string;
  /** When it started, in the system's own units: another process with the same id has another one. */
  readonly startedAt: string;
}

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
/** The field of `stat` after the name of the program, counted from 0. */
const START_FIELD = 19;

export const PROCESS_FILES: ProcessFiles = {
  async readSocketTables() {
    const tables = await Promise.all(TABLES.map((path) => readFile(path, 'latin1').catch(() => '')));
    return tables.filter((table) => table !== '');
  },
  listProcesses: () => readOrNothing(() => readdirSync('/proc').map(Number).filter(Number.isInteger)) ?? [],
  userOf: (processId) => readOrNothing(() => statSync(`/proc/${processId}`).uid),
  listOpenFiles: (processId) => readOrNothing(() => readdirSync(`/proc/${processId}/fd`)) ?? [],
  readOpenFile: (processId, file) => readOrNothing(() => readlinkSync(`/proc/${processId}/fd/${file}`)),
  readProgram: (processId) =>
    readOrNothing(() => {
      const argv = readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0');
      const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
      // The name is in parentheses, and may have some itself.
      const end = stat.lastIndexOf(')');
      return {
        argv: argv.filter((word) => word !== ''),
        command: stat.slice(stat.indexOf('(') + 1, end),
        startedAt: stat.slice(end + 2).split(' ')[START_FIELD] ?? '',
      };
    }),
};

function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
