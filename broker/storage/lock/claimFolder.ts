import { randomUUID } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { codeOf } from '../disk/fileSystem.ts';
import { type JournalRefusal, explainError, refuse } from '../format/refusal.ts';
import { type FolderLock, HeldLock } from './heldLock.ts';
import { refuseInUse } from './inUse.ts';
import { judgeOwner } from './judge.ts';
import { type LockSocket, openLockSocket } from './lockSocket.ts';
import { type FoundLock, LOCK_FILE, type LockText, readLock, writeLockText } from './lockFile.ts';
import { type Machine, describeMachine } from './machine.ts';

const FILE_MODE = 0o600;
/** Waits for other owners that appear meanwhile, but not forever. */
const MAXIMUM_TRIES = 100;
const RETRY_MS = 20;

/**
 * Takes the right to work on a data folder, which must exist. Of all that ask at once, one gets it. What has an owner is
 * taken over only when that owner is seen to be dead; see docs/adr/0019-lock-of-the-data-folder.md.
 */
export async function claimFolder(
  folder: string,
  machine: Machine = describeMachine(),
): Promise<FolderLock | JournalRefusal> {
  const id = randomUUID();
  const socket = await openLockSocket(id);
  const text: LockText = {
    pid: machine.pid,
    id,
    host: machine.host,
    kernel: machine.kernel,
    since: new Date(machine.wallMs()).toISOString(),
    socket: socket.path,
    bootedAt: Math.round(machine.wallMs() - uptime() * 1000),
  };
  const draft = new Draft(folder, text);
  let outcome: FolderLock | JournalRefusal | undefined;
  try {
    draft.write();
    outcome = await claim(folder, text, draft, socket, machine);
    return outcome;
  } catch (error) {
    return explainError(folder, error);
  } finally {
    draft.remove();
    if (outcome?.ok !== true) {
      draft.close();
      socket.close();
    }
  }
}

async function claim(
  folder: string,
  text: LockText,
  draft: Draft,
  socket: LockSocket,
  machine: Machine,
): Promise<FolderLock | JournalRefusal> {
  const path = join(folder, LOCK_FILE);
  const take = (isSeized: boolean): FolderLock =>
    new HeldLock({ folder, path, text, file: draft.file, socket, machine, isSeized });
  for (let count = 0; count < MAXIMUM_TRIES; count++) {
    if (draft.linkTo(path)) return take(false);
    const found = readLock(path);
    if (found === undefined) continue;
    const outcome = await replaceOwner(path, found, draft, machine);
    if (outcome === 'dead' || outcome === 'silent') return take(outcome === 'silent');
    if (typeof outcome === 'object') return refuseInUse(folder, outcome);
    await machine.wait(RETRY_MS);
  }
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return refuse(
      'unusable',
      l10n.t('The data folder {0} cannot be used: {1} is a link; delete it.', folder, path),
    );
  }
  return refuse(
    'inUse',
    l10n.t('The data folder {0} is in use: other brokers keep starting and stopping there.', folder),
  );
}

/**
 * Puts the draft in the place of a lock whose owner is dead. Only who holds the successor's file of that owner may replace
 * its lock, and that file is held in the same manner: by linking, until its own owner is dead.
 * @returns how the owner was found to be dead; who lives; `changed` when it is worth another try
 */
async function replaceOwner(
  path: string,
  found: FoundLock,
  draft: Draft,
  machine: Machine,
): Promise<'dead' | 'silent' | 'changed' | FoundLock> {
  const verdict = await judgeOwner(path, found, machine);
  if (verdict === 'changed') return 'changed';
  if (verdict === 'alive') return found;
  const successor = `${draft.lockPath}.after.${found.id}`;
  let worst: 'dead' | 'silent' = verdict;
  if (!draft.linkTo(successor)) {
    const other = readLock(successor);
    if (other === undefined) return 'changed';
    const outcome = await replaceOwner(successor, other, draft, machine);
    if (outcome !== 'dead' && outcome !== 'silent') return outcome;
    if (outcome === 'silent') worst = 'silent';
  }
  try {
    // Another process was quicker and has already cleaned up.
    if (readLock(path)?.id !== found.id) return 'changed';
    draft.renameTo(path);
  } finally {
    rmSync(successor, { force: true });
  }
  if (found.text !== undefined) removeSocket(found.text);
  return worst;
}

/** What a killed broker leaves in the folder for temporary files. */
function removeSocket({ socket, id }: LockText): void {
  if (process.platform === 'win32' || !socket.endsWith(`queueside-${id}.socket`)) return;
  try {
    rmSync(socket, { force: true });
  } catch {
    // Another user's, or out of sight: it does no harm.
  }
}

/** The lock file before it is one: linked or renamed into its place, it exists whole or not at all. */
class Draft {
  readonly lockPath: string;
  private readonly path: string;
  private readonly text: LockText;
  private handle = -1;

  constructor(folder: string, text: LockText) {
    this.lockPath = join(folder, LOCK_FILE);
    this.path = join(folder, `${LOCK_FILE}.${text.id}`);
    this.text = text;
  }

  /** Open as long as the lock is held. */
  get file(): number {
    return this.handle;
  }

  write(): void {
    writeFileSync(this.path, writeLockText(this.text, 0), { mode: FILE_MODE, flag: 'wx' });
    this.handle = openSync(this.path, 'r');
  }

  linkTo(path: string): boolean {
    try {
      linkSync(this.path, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  renameTo(path: string): void {
    const copy = `${this.path}.copy`;
    linkSync(this.path, copy);
    renameSync(copy, path);
  }

  remove(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // If it cannot even be searched, it could not be written either; report that failure.
    }
  }

  close(): void {
    if (this.handle >= 0) closeSync(this.handle);
  }
}
