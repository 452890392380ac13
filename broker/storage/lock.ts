import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { type FileSystem, codeOf } from './fileSystem.ts';
import { type JournalRefusal, refuse } from './refusal.ts';

/** What the lock needs to know of processes; tests bring their own. */
export interface ProcessTable {
  readonly pid: number;
  /** Epoch ms at which the machine was started, roughly. */
  readonly bootedAt: number;
  isAlive(pid: number): boolean;
}

export const nodeProcesses: ProcessTable = {
  pid: process.pid,
  get bootedAt() {
    return Date.now() - uptime() * 1000;
  },
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // It is there and belongs to somebody else.
      return codeOf(error) === 'EPERM';
    }
  },
};

interface LockText {
  readonly pid: number;
  readonly bootedAt: number;
  /** Tells two brokers of one process apart. */
  readonly id: string;
}

/** Pids start anew with the machine; its clock may have been set meanwhile. */
const BOOT_TOLERANCE_MS = 5 * 60_000;
const LOCK = 'lock';
const MAX_TRIES = 5;

/** Locks that this process holds, by id. */
const held = new Set<string>();

export interface FolderLock {
  readonly ok: true;
  release(): void;
}

/**
 * Makes sure that one broker at a time works on a folder. A lock whose process is gone is taken over.
 * Throws Node's errors.
 */
export function lockFolder(
  fs: FileSystem,
  folder: string,
  processes: ProcessTable,
): FolderLock | JournalRefusal {
  const path = join(folder, LOCK);
  const own: LockText = { pid: processes.pid, bootedAt: processes.bootedAt, id: randomUUID() };
  const draft = join(folder, `${LOCK}.${own.id}`);
  fs.writeWhole(draft, JSON.stringify(own), true);
  try {
    for (let count = 0; count < MAX_TRIES; count++) {
      if (tryLink(fs, draft, path)) {
        held.add(own.id);
        return { ok: true, release: () => release(fs, path, own.id) };
      }
      const other = readLock(fs, path);
      if (other !== undefined && isHeld(other, processes)) {
        const message = `The data folder ${folder} is in use by the broker with process id ${other.pid}.`;
        return refuse('inUse', message, other.pid);
      }
      takeAway(fs, path, other, `${draft}.old`);
    }
    return refuse('inUse', `The data folder ${folder} is in use by another broker that is just starting.`);
  } finally {
    fs.unlink(draft);
  }
}

/** A link is made whole or not at all: nobody sees a lock without its text. */
function tryLink(fs: FileSystem, draft: string, path: string): boolean {
  try {
    fs.link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readLock(fs: FileSystem, path: string): LockText | undefined {
  try {
    const text = JSON.parse(fs.readWhole(path).toString()) as Partial<LockText> | null;
    if (typeof text?.pid === 'number' && typeof text.bootedAt === 'number' && typeof text.id === 'string') {
      return { pid: text.pid, bootedAt: text.bootedAt, id: text.id };
    }
  } catch {
    // Gone meanwhile, or damaged: it protects nobody.
  }
  return undefined;
}

function isHeld(lock: LockText, processes: ProcessTable): boolean {
  if (Math.abs(lock.bootedAt - processes.bootedAt) > BOOT_TOLERANCE_MS) return false;
  // A lock with our own pid that we do not hold is from an earlier process, as the first one of a container is.
  return lock.pid === processes.pid ? held.has(lock.id) : processes.isAlive(lock.pid);
}

/** Two brokers may find the same dead lock: the slower one may take the faster one's new lock away, and puts it back. */
function takeAway(fs: FileSystem, path: string, found: LockText | undefined, aside: string): void {
  try {
    fs.rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readLock(fs, aside)?.id !== found?.id) tryLink(fs, aside, path);
  fs.unlink(aside);
}

function release(fs: FileSystem, path: string, id: string): void {
  held.delete(id);
  if (readLock(fs, path)?.id === id) fs.unlink(path);
}
