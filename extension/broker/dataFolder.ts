import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA_LOCK_SILENCE_MS } from '../../broker/protocol/storage.ts';
import { isProcessAlive } from './processSpace.ts';
import { readRegularFile } from './regularFile.ts';

const LOCK = 'lock';
const POLL_MS = 50;

/** How to wait; a test has its own. */
interface Waiting {
  readonly monotonicMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const SYSTEM: Waiting = { monotonicMs: () => performance.now(), wait: (ms) => sleep(ms) };

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
 * Removes a data folder once its broker has let go of it. The lock of a broker that was killed stays behind, and does not
 * change anymore: a broker that lives changes it once a second.
 * @returns false when a broker still works on it after `waitMs`; nothing was removed then.
 */
export async function removeDataFolder(
  folder: string,
  waitMs: number,
  { monotonicMs, wait }: Waiting = SYSTEM,
): Promise<boolean> {
  const startedAt = monotonicMs();
  let seen: string | undefined;
  let seenAt = startedAt;
  for (;;) {
    const text = await readLockText(folder);
    if (text === undefined) break;
    const now = monotonicMs();
    if (text !== seen) {
      seen = text;
      seenAt = now;
    }
    if (isLeftBehind(text, now - seenAt)) break;
    if (now - startedAt > waitMs) return false;
    await wait(POLL_MS);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return true;
}

/** A lock without a beat is of an older version, and goes by the process id. */
function isLeftBehind(text: string, unchangedMs: number): boolean {
  try {
    const { pid, beat } = JSON.parse(text) as { readonly pid?: unknown; readonly beat?: unknown };
    if (beat === undefined && typeof pid === 'number') return !isProcessAlive(pid);
  } catch {
    // Illegible: it is watched.
  }
  return unchangedMs > DATA_LOCK_SILENCE_MS;
}

/** Undefined when no broker has the folder. */
async function readLockText(folder: string): Promise<string | undefined> {
  try {
    return await readRegularFile(join(folder, LOCK));
  } catch {
    return undefined;
  }
}
