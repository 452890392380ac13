import { createHash } from 'node:crypto';
import { codeOf } from '../disk/fileSystem.ts';
import { readRegularFile } from '../../files/regularFile.ts';

/** The owner of a data folder, as in the lock file. */
export interface LockText {
  readonly pid: number;
  /** Distinguishes each claim from all others. */
  readonly id: string;
  readonly host: string;
  /** `Machine.kernel` of the owner. */
  readonly kernel: string;
  /** ISO 8601, for display only. */
  readonly since: string;
  /** Absolute path of the socket on which the owner listens; empty if it could not be created. */
  readonly socket: string;
  /** Epoch ms of the start of the machine, roughly: for versions whose locks have no beat. */
  readonly bootedAt: number;
}

/** A lock file as it was found. */
export interface FoundLock {
  /** Of the claim, or of what is unreadable. */
  readonly id: string;
  /** Changes while the owner lives. */
  readonly beat: string;
  /** Undefined when it is unreadable, or a version wrote it that had no beat. */
  readonly text?: LockText;
  /** Of a version that had no beat. */
  readonly olderPid?: number;
}

/** In the data folder. */
export const LOCK_FILE = 'lock';
const BEAT_DIGITS = 15;
const ID = /^[\w-]{1,64}$/;

/** Always of the same length for one owner, so that it can be written in place. */
export function writeLockText(text: LockText, beat: number): string {
  return `${JSON.stringify({ ...text, beat: String(beat).padStart(BEAT_DIGITS, '0') })}\n`;
}

/** Undefined when there is no lock. Throws Node's errors, and NotAFileError. */
export function readLock(path: string): FoundLock | undefined {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
  const illegible = (): FoundLock => {
    const id = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    return { id: `illegible-${id}`, beat: '' };
  };
  let value: Partial<Record<keyof LockText | 'beat', unknown>> | null;
  try {
    value = JSON.parse(bytes.toString()) as typeof value;
  } catch {
    return illegible();
  }
  if (!isKnown(value)) return illegible();
  const { beat, ...text } = value;
  return beat === undefined ? { id: text.id, beat: '', olderPid: text.pid } : { id: text.id, beat, text };
}

function isKnown(value: Partial<Record<keyof LockText | 'beat', unknown>> | null): value is LockText & {
  readonly beat?: string;
} {
  if (typeof value?.pid !== 'number' || typeof value.bootedAt !== 'number') return false;
  if (typeof value.id !== 'string' || !ID.test(value.id)) return false;
  const { host, kernel, since, socket, beat } = value;
  return beat === undefined || [host, kernel, since, socket, beat].every((text) => typeof text === 'string');
}
