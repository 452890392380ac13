import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE } from './lockFile.ts';

/** Drafts and successors' files next to the lock: left by processes that were killed while they claimed the folder. */
export function listLeftovers(folder: string): ReadonlyMap<string, bigint> {
  const leftovers = new Map<string, bigint>();
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${LOCK_FILE}.`)) continue;
    const status = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false });
    if (status !== undefined) leftovers.set(name, status.ino);
  }
  return leftovers;
}

/** Removes those that are still the same; to be called when no broker that used them then can still do so. Never throws. */
export function removeLeftovers(folder: string, before: ReadonlyMap<string, bigint>): void {
  try {
    for (const [name, ino] of listLeftovers(folder)) {
      if (before.get(name) === ino) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // They do no harm; the next broker tries again.
  }
}
