import { isAlive } from '../../files/isAlive.ts';
import { DATA_LOCK_SILENCE_MS } from '../../protocol/storage.ts';
import { knock } from './lockSocket.ts';
import { type FoundLock, readLock } from './lockFile.ts';
import type { Machine } from './machine.ts';

/**
 * The fate of an owner that another broker has watched. `dead`: its kernel says so. `silent`: it gave no sign for
 * DATA_LOCK_SILENCE_MS; it may be paused. `changed`: look again.
 */
export type Verdict = 'alive' | 'dead' | 'silent' | 'changed';

const POLL_MS = 250;

/** Watches the owner of a lock until it is certain whether it lives; at most {@link DATA_LOCK_SILENCE_MS}. Throws Node's errors. */
export async function judgeOwner(path: string, found: FoundLock, machine: Machine): Promise<Verdict> {
  const { text, olderPid } = found;
  if (olderPid !== undefined && olderPid !== machine.pid && isAlive(olderPid)) return 'alive';
  const end = new AbortController();
  try {
    const signs: Promise<Verdict>[] = [watchBeats(path, found, machine, end.signal)];
    if (text !== undefined && text.socket !== '' && text.kernel === machine.kernel) {
      signs.push(knock(text.socket, text.id, end.signal));
    }
    return await Promise.race(signs);
  } finally {
    end.abort();
  }
}

/** Time counts only as far as this process was running too: a machine that slept has heard nothing. */
async function watchBeats(
  path: string,
  found: FoundLock,
  machine: Machine,
  signal: AbortSignal,
): Promise<Verdict> {
  let silenceMs = 0;
  let lookedAt = machine.monotonicMs();
  while (silenceMs < DATA_LOCK_SILENCE_MS) {
    await machine.wait(POLL_MS);
    if (signal.aborted) return 'changed';
    const now = machine.monotonicMs();
    silenceMs += Math.min(now - lookedAt, 2 * POLL_MS);
    lookedAt = now;
    const next = readLock(path);
    if (next?.id !== found.id) return 'changed';
    if (next.beat !== found.beat) return 'alive';
  }
  return 'silent';
}
