import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';

/** How the windows of one workspace find the broker that they share. Holds a secret: mode 0600. */
export interface Lease {
  readonly pid: number;
  /** `http://host:port`. */
  readonly endpoint: string;
  /** `ws://host:port/control`. */
  readonly control: string;
  /** Of the control connection. */
  readonly token: string;
  /** PROTOCOL_VERSION of the window that started the broker. */
  readonly protocol: number;
}

export const LEASE_FILE = 'broker.lease.json';
const LOCK_PREFIX = 'broker.lock.';
const FREE_LOCK = 'free';
/** A window that takes longer than this to start a broker is taken for dead. */
const LOCK_LIFETIME_SECONDS = 30;

/** @returns undefined when there is no lease or it does not make sense. */
export async function readLease(folder: string): Promise<Lease | undefined> {
  const text = await readFile(join(folder, LEASE_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLease(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the lease in one step, so that no window reads half of it. */
export async function writeLease(folder: string, lease: Lease): Promise<void> {
  const temporary = join(folder, `${LEASE_FILE}.${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(temporary, JSON.stringify(lease), { mode: 0o600, flag: 'wx' });
  // The process's umask may have taken bits away but never adds any; chmod makes the mode exact.
  await chmod(temporary, 0o600);
  await rename(temporary, join(folder, LEASE_FILE));
}

export async function removeLease(folder: string): Promise<void> {
  await rm(join(folder, LEASE_FILE), { force: true });
}

/**
 * Takes the right to start a broker for this folder. Locks are numbered files, and a new one has the number after the
 * last: of all who find that one given back or left behind by a dead window, creating the next succeeds for one. A
 * single file that is deleted and made again could not tell the stale lock from its successor.
 * @param readUptime seconds since boot: a wall clock that is set neither keeps a lock nor takes it away
 * @returns a function that gives it back, or undefined while another window has it.
 */
export async function acquireStartLock(
  folder: string,
  readUptime: () => number = uptime,
): Promise<(() => Promise<void>) | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const last = Math.max(0, ...(await listLocks(folder)));
  if (last > 0 && !(await isFree(nameLock(folder, last), readUptime()))) return undefined;
  const path = nameLock(folder, last + 1);
  if (!(await createExclusively(path, `${process.pid} ${Math.floor(readUptime())}`))) return undefined;
  const locks = await listLocks(folder);
  if (Math.max(...locks) > last + 1) {
    // This took long enough for others to get and tidy away the same number.
    await rm(path, { force: true });
    return undefined;
  }
  const older = locks.filter((lock) => lock <= last);
  await Promise.all(older.map((lock) => rm(nameLock(folder, lock), { force: true })));
  return () => writeFile(path, FREE_LOCK);
}

/** Whether a process with this id runs; one that belongs to somebody else does. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function listLocks(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) =>
    name.startsWith(LOCK_PREFIX) ? Number(name.slice(LOCK_PREFIX.length)) : [],
  );
}

function nameLock(folder: string, lock: number): string {
  return join(folder, `${LOCK_PREFIX}${lock}`);
}

/** Whether the owner gave the lock back, or is dead, or as good as dead. */
async function isFree(path: string, uptimeSeconds: number): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8');
    if (text === FREE_LOCK) return true;
    // A lock between its creation and its first byte has no owner to ask for, and no time but that of its file.
    if (text === '') return Math.abs(Date.now() - (await stat(path)).mtimeMs) > LOCK_LIFETIME_SECONDS * 1000;
    const [pid, since] = text.split(' ').map(Number) as [number, number | undefined];
    // A machine that was started again counts from the beginning.
    const age = since === undefined ? 0 : Math.ceil(uptimeSeconds) - since;
    return age < 0 || age > LOCK_LIFETIME_SECONDS || !isProcessAlive(pid);
  } catch {
    // Tidied away: there is a newer one.
    return false;
  }
}

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const lease = value as Partial<Record<keyof Lease, unknown>>;
  return (
    Number.isInteger(lease.pid) &&
    typeof lease.endpoint === 'string' &&
    typeof lease.control === 'string' &&
    typeof lease.token === 'string' &&
    Number.isInteger(lease.protocol)
  );
}
