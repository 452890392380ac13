import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, nameProcessSpace } from './processSpace.ts';
import { readRegularFile } from './regularFile.ts';

const LOCK_PREFIX = 'broker.lock.';
const FREE_LOCK = 'free';
/** How often a window that starts a broker shows that it lives, ms. */
const BEAT_MS = 1000;
/** A window that was not heard for this long is taken for dead, ms on the listener's own clock. */
const SILENCE_MS = 6000;

interface Owner {
  readonly pid: number;
  /** In which `pid` means that window's process. */
  readonly space: string;
  readonly beat: number;
}

/** A lock as it was seen last. */
interface Sighting {
  readonly path: string;
  readonly text: string;
  readonly atMs: number;
}

/**
 * The right to start a broker for a folder. Locks are numbered files, and a new one has the number after the last: of all
 * who find that one given back or left behind by a dead window, creating the next succeeds for one. A single file that is
 * deleted and made again could not tell the stale lock from its successor. The owner rewrites its lock once a second; no
 * clock on the wall has a say in who is dead.
 */
export class StartLock {
  readonly #folder: string;
  readonly #monotonicMs: () => number;
  readonly #space = nameProcessSpace();
  #seen: Sighting | undefined;

  /** @param monotonicMs ms on a clock that cannot be set */
  constructor(folder: string, monotonicMs: () => number = () => performance.now()) {
    this.#folder = folder;
    this.#monotonicMs = monotonicMs;
  }

  /**
   * Tries once; asking again and again finds out whether the owner is dead.
   * @returns a function that gives it back, or undefined while another window has it.
   */
  async acquire(): Promise<(() => Promise<void>) | undefined> {
    const folder = this.#folder;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const last = Math.max(0, ...(await listLocks(folder)));
    if (last > 0 && !(await this.#isFree(nameLock(folder, last)))) return undefined;
    const path = nameLock(folder, last + 1);
    if (!(await createExclusively(path, this.#describe(0)))) return undefined;
    const locks = await listLocks(folder);
    if (Math.max(...locks) > last + 1) {
      // This took long enough for others to get and tidy away the same number.
      await rm(path, { force: true });
      return undefined;
    }
    const older = locks.filter((lock) => lock <= last);
    await Promise.all(older.map((lock) => rm(nameLock(folder, lock), { force: true })));
    return this.#hold(path);
  }

  #hold(path: string): () => Promise<void> {
    let beat = 0;
    let writing = Promise.resolve();
    const write = (text: string): Promise<void> => {
      // Never makes it again: another window that took it over has tidied it away. A beat that fails is one that is missed.
      writing = writing.then(() => writeFile(path, text, { flag: 'r+' })).catch(() => undefined);
      return writing;
    };
    const timer = setInterval(() => void write(this.#describe(++beat)), BEAT_MS);
    return () => {
      clearInterval(timer);
      return writing.then(() => writeFile(path, FREE_LOCK));
    };
  }

  #describe(beat: number): string {
    return JSON.stringify({ pid: process.pid, space: this.#space, beat } satisfies Owner);
  }

  /** Whether the owner gave the lock back, or is dead, or as good as dead. */
  async #isFree(path: string): Promise<boolean> {
    let text: string;
    try {
      text = await readRegularFile(path);
    } catch {
      // Tidied away: there is a newer one.
      return false;
    }
    if (text === FREE_LOCK) return true;
    const owner = readOwner(text);
    if (owner?.space === this.#space && !isProcessAlive(owner.pid)) return true;
    const now = this.#monotonicMs();
    if (this.#seen?.path !== path || this.#seen.text !== text) this.#seen = { path, text, atMs: now };
    return now - this.#seen.atMs > SILENCE_MS;
  }
}

function readOwner(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as Partial<Owner> | null;
    if (!Number.isInteger(value?.pid) || typeof value?.space !== 'string') return undefined;
    return value as Owner;
  } catch {
    // Between its creation and its first byte, or of another version: it is watched.
    return undefined;
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
