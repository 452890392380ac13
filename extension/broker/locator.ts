import { setTimeout as sleep } from 'node:timers/promises';
import { type Lease, readLease, removeLease, writeLease } from './lease.ts';
import { StartLock } from './startLock.ts';

/** What the locator needs from the world; S is the kind of socket. */
export interface LocatorDependencies<S> {
  /** Holds the lease. */
  readonly folder: string;
  readonly protocol: number;
  /** Starts the process; rejects when it does not serve. */
  readonly startServer: () => Promise<Lease>;
  /** What to say if another window holds the lock for too long. */
  readonly startsElsewhere: () => string;
  /** Opens a control connection; rejects when it can't. */
  readonly connect: (lease: Lease) => Promise<S>;
  /** Whether the process of the lease has certainly ended. Another program may have its port by now. */
  readonly isDead: (lease: Lease) => boolean;
  /** Whether a failed connect means that the lease's process is gone. */
  readonly isGone: (error: unknown) => boolean;
  /** Ends a process that speaks another protocol version, over the socket or by its process id. */
  readonly retire: (lease: Lease, socket: S) => Promise<void>;
}

export interface Located<S> {
  readonly lease: Lease;
  readonly socket: S;
}

/** How often a window looks whether another one's start has led to a lease. */
const POLL_MS = 50;
const WAIT_FOR_OTHER_MS = 20_000;

/**
 * Connects to the process of the lease, or starts one and writes the lease. Of two windows that start at once, one starts
 * it and the other finds it.
 */
export async function locateServer<S>(dependencies: LocatorDependencies<S>): Promise<Located<S>> {
  const startLock = new StartLock(dependencies.folder);
  const giveUpAt = performance.now() + WAIT_FOR_OTHER_MS;
  for (;;) {
    const found = await tryLease(dependencies);
    if (found) return found;
    const releaseLock = await startLock.acquire();
    if (releaseLock) {
      try {
        return await startUnlessFound(dependencies);
      } finally {
        await releaseLock();
      }
    }
    if (performance.now() > giveUpAt) {
      throw new Error(dependencies.startsElsewhere());
    }
    await sleep(POLL_MS);
  }
}

/** Another window may have finished its start between our look at the lease and our getting the lock. */
async function startUnlessFound<S>(dependencies: LocatorDependencies<S>): Promise<Located<S>> {
  const found = await tryLease(dependencies);
  if (found) return found;
  await removeLease(dependencies.folder);
  const lease = await dependencies.startServer();
  await writeLease(dependencies.folder, lease);
  return { lease, socket: await dependencies.connect(lease) };
}

async function tryLease<S>(dependencies: LocatorDependencies<S>): Promise<Located<S> | undefined> {
  const lease = await readLease(dependencies.folder);
  if (!lease || dependencies.isDead(lease)) return undefined;
  try {
    const socket = await dependencies.connect(lease);
    if (lease.protocol === dependencies.protocol) return { lease, socket };
    // Left by another version of this extension. The open socket proves that the process is the one of the lease.
    await dependencies.retire(lease, socket);
    return undefined;
  } catch (error) {
    if (dependencies.isGone(error)) return undefined;
    throw error;
  }
}
