import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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
const LOCK_FILE = 'broker.lock';
/** A window that takes longer than this to start a broker is taken for dead. */
const LOCK_LIFETIME_MS = 30_000;

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
 * Takes the right to start a broker for this folder.
 * @returns a function that gives it back, or undefined while another window has it.
 */
export async function acquireStartLock(folder: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, LOCK_FILE);
  const mark = `${process.pid} ${randomUUID()}`;
  if (!(await createExclusively(path, mark))) {
    if (!(await removeStaleLock(path)) || !(await createExclusively(path, mark))) return undefined;
  }
  return async () => {
    // Somebody may have taken us for dead and holds the lock now: theirs is not ours to remove.
    if ((await readText(path)) === mark) await rm(path, { force: true });
  };
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

/** @returns whether the path may be free now. */
async function removeStaleLock(path: string): Promise<boolean> {
  const mark = await readText(path);
  if (mark === undefined) return true;
  const pid = Number.parseInt(mark, 10);
  const createdAt = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
  // An empty mark is a lock between its creation and its first byte.
  const dead = Number.isInteger(pid) && !isProcessAlive(pid);
  if (!dead && Date.now() - createdAt < LOCK_LIFETIME_MS) return false;
  // Two windows may find the same stale lock. The move is atomic: what it moved tells whether it was still that one.
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  const moved = await readText(aside);
  if (moved !== mark) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return moved === mark;
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
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
