import { closeSync, constants, existsSync, fstatSync, statSync, unlinkSync, writeSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { openRegularFile } from '../../files/regularFile.ts';
import { FolderLostError } from '../disk/fileFault.ts';
import { type FileIdentity, codeOf } from '../disk/fileSystem.ts';
import { listLeftovers, removeLeftovers } from './leftovers.ts';
import type { LockSocket } from './lockSocket.ts';
import { describeOwner } from './inUse.ts';
import { type FoundLock, type LockText, readLock, writeLockText } from './lockFile.ts';
import type { Machine } from './machine.ts';

/** How often the owner shows that it lives, ms. */
export const BEAT_MS = 1000;
/** After this without a look at the lock the owner may have lost it; less than half of `DATA_LOCK_SILENCE_MS`, ms. */
const TRUST_MS = 2500;

/** No broker asks for a folder for longer, beats. */
const CLAIM_BEATS = 60;

/** The right to work on a data folder. */
export interface FolderLock {
  readonly ok: true;
  /** The owner before was silent, not proved dead: it may wake up, and what it still writes must go nowhere. */
  readonly isSeized: boolean;
  /** Why nothing may be acknowledged; undefined while the folder is this broker's. A few microseconds. */
  verify(): Error | undefined;
  /** As verify, with a look into the lock: for what can't be undone. Keeps the lock alive through long work. */
  renew(): Error | undefined;
  /** Calls back after each beat with what verify says. */
  onBeat(listener: (error: Error | undefined) => void): void;
  release(): void;
}

export interface Claim {
  readonly folder: string;
  /** Of the lock file. */
  readonly path: string;
  readonly text: LockText;
  /** The lock file, open: as long as it is, no other file has its inode number. */
  readonly file: number;
  readonly socket: LockSocket;
  readonly machine: Machine;
  readonly isSeized: boolean;
}

/** The lock of a running broker. */
export class HeldLock implements FolderLock {
  readonly ok = true;
  readonly isSeized: boolean;
  private readonly claim: Claim;
  private readonly identity: FileIdentity;
  private readonly timer: NodeJS.Timeout;
  private beats = 0;
  /** Both clocks at the last look into the lock: one of them stops in a sleep, the other can be set. */
  private lookedAt: number;
  private lookedAtWall: number;
  /** Another broker uses the folder: this is final. */
  private loss: FolderLostError | undefined;
  private listener: (error: Error | undefined) => void = () => undefined;
  private isReleased = false;

  constructor(claim: Claim) {
    const { machine, file, isSeized } = claim;
    this.claim = claim;
    this.isSeized = isSeized;
    this.identity = fstatSync(file, { bigint: true });
    this.lookedAt = machine.monotonicMs();
    this.lookedAtWall = machine.wallMs();
    const leftovers = listLeftovers(claim.folder);
    this.timer = setInterval(() => {
      this.listener(this.renew());
      if (this.beats === CLAIM_BEATS) removeLeftovers(claim.folder, leftovers);
    }, BEAT_MS).unref();
  }

  onBeat(listener: (error: Error | undefined) => void): void {
    this.listener = listener;
  }

  verify(): Error | undefined {
    if (this.loss !== undefined) return this.loss;
    if (this.isOverdue()) return this.renew();
    try {
      // The path leads to this very file only while the folder is in its place and not taken over.
      const status = statSync(this.claim.path, { bigint: true, throwIfNoEntry: false });
      return status !== undefined && this.isOwn(status) ? undefined : this.explain();
    } catch (error) {
      // What cannot be seen is not known to be this broker's.
      return isMissing(error) ? this.explain() : (error as Error);
    }
  }

  renew(): Error | undefined {
    if (this.loss !== undefined) return this.loss;
    const { path, text, machine } = this.claim;
    const lookedAt = machine.monotonicMs();
    const lookedAtWall = machine.wallMs();
    try {
      // Opened again each time: network file systems look at the server then, and write when it is closed.
      const file = openRegularFile(path, constants.O_RDWR);
      try {
        if (!this.isOwn(fstatSync(file, { bigint: true }))) return this.explain();
        this.beats++;
        writeSync(file, writeLockText(text, this.beats), 0);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (isMissing(error)) return this.explain();
      // A disk that fails for a moment loses nothing while the last beat counts.
      return this.isOverdue() ? (error as Error) : undefined;
    }
    this.lookedAt = lookedAt;
    this.lookedAtWall = lookedAtWall;
    return undefined;
  }

  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    clearInterval(this.timer);
    try {
      if (this.renew() === undefined) unlinkSync(this.claim.path);
    } catch {
      // A lock that stays behind is taken over by the next broker as that of a killed one.
    }
    this.claim.socket.close();
    closeSync(this.claim.file);
  }

  private isOverdue(): boolean {
    const { machine } = this.claim;
    const wallMs = machine.wallMs() - this.lookedAtWall;
    return machine.monotonicMs() - this.lookedAt > TRUST_MS || wallMs > TRUST_MS || wallMs < -TRUST_MS;
  }

  private isOwn({ dev, ino }: FileIdentity): boolean {
    return dev === this.identity.dev && ino === this.identity.ino;
  }

  private explain(): FolderLostError {
    const { folder, path, text } = this.claim;
    let found: FoundLock | undefined;
    try {
      found = readLock(path);
    } catch (error) {
      return new FolderLostError(
        l10n.t('the lock of the data folder {0} cannot be read ({1})', folder, String(error)),
      );
    }
    if (found === undefined) {
      const isThere = existsSync(folder);
      return new FolderLostError(
        isThere
          ? l10n.t(
              'the lock of the data folder {0} was removed while the broker ran; restart the broker',
              folder,
            )
          : l10n.t(
              'the data folder {0} was removed or moved while the broker ran; put it back, or restart the broker',
              folder,
            ),
      );
    }
    if (found.id === text.id) {
      return new FolderLostError(
        l10n.t(
          'the data folder {0} was replaced by another folder; put it back, or restart the broker',
          folder,
        ),
      );
    }
    this.loss = new FolderLostError(
      l10n.t(
        'the data folder {0} was taken over by {1}, while this broker was paused',
        folder,
        describeOwner(found),
      ),
    );
    return this.loss;
  }
}

/** The path no longer exists. */
function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}
