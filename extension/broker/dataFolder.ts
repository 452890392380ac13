import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive } from './lease.ts';

const LOCK = 'lock';
const POLL_MS = 50;

/** Bytes in a data folder; 0 when there is none. */
export async function measureDataFolder(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Removes a data folder once its broker has let go of it.
 * @returns false when a broker still works on it after `waitMs`; nothing was removed then.
 */
export async function removeDataFolder(folder: string, waitMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMs;
  while (await isInUse(folder)) {
    if (performance.now() > giveUpAt) return false;
    await sleep(POLL_MS);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return true;
}

/** The lock of a broker that was killed stays behind. */
async function isInUse(folder: string): Promise<boolean> {
  try {
    const { pid } = JSON.parse(await readFile(join(folder, LOCK), 'utf8')) as { readonly pid: number };
    return isProcessAlive(pid);
  } catch {
    return false;
  }
}
