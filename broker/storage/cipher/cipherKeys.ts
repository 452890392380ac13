import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { MasterKey } from '../../kms/masterKey.ts';
import { KEY_BYTES } from '../../kms/envelope.ts';
import { readPrivateFile } from '../../files/privateFile.ts';
import { openRegularFile } from '../../files/regularFile.ts';
import { crc32 } from '../format/crc32.ts';
import type { FolderLock } from '../lock/heldLock.ts';

/** A data key as the key file holds it. */
export interface StoredDataKey {
  /** From 1, unique in the folder; sealed contents name it. */
  readonly number: number;
  readonly queueNumber: number;
  /** Epoch ms. */
  readonly madeAt: number;
  /** Wrapped by the master key, base64. */
  readonly wrapped: string;
}

/** The data keys of a folder with the master key that opens them. */
export interface CipherKeys {
  /** Of the folder: the file changes only while it is held. */
  readonly lock: FolderLock;
  readonly path: string;
  readonly masterKey: MasterKey;
  /** Those that the master key opens. */
  readonly stored: ReadonlyMap<number, StoredDataKey>;
  /** Lines of the file that it does not open. */
  readonly unreadable: readonly string[];
  /** There is no file yet, or nothing in it; {@link rewriteCipherKeys} makes it. */
  readonly isNew: boolean;
}

export type CipherKeysResult =
  | { readonly ok: true; readonly keys: CipherKeys | undefined }
  | { readonly ok: false; readonly message: string };

interface Header {
  readonly format: number;
  readonly masterKeyId: string;
  /** A known text, wrapped by the master key: it detects a wrong key before anything is changed. */
  readonly check: string;
  /** Of the line without it. */
  readonly crc?: number;
}

/** In the data folder. */
export const CIPHER_KEYS_FILE = 'keys.jsonl';
const FORMAT = 1;
/** The members of a line have none in them. */
const OBJECTS = /\{[^{}]*\}/g;
const CHECK_PURPOSE = 'queueside check value';
const CHECK_TEXT = 'queueside';
const PRIVATE = 0o600;
/** Some 400,000 keys; reclaim forgets them long before. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** What a data key is wrapped for: a key moved to another place in the file does not open. */
export function dataKeyPurpose(number: number, queueNumber: number): string {
  return `journal data key ${number} of queue ${queueNumber}`;
}

/**
 * Opens the key file of a data folder. The file has one line of JSON for itself and one for each data key; lines are only
 * added, but for {@link rewriteCipherKeys}. Every key is tried: those that do not open are known before a message needs
 * one.
 *
 * Refused: a wrong master key, none where there is a file, a file of a newer version, a file of which nothing opens.
 * Without key and file there are no keys, and nothing is encrypted. Throws Node's errors when the file cannot be written.
 * @param which `existing`: a file that does not exist is not to be made either
 */
export function openCipherKeys(
  folder: string,
  masterKey: MasterKey | undefined,
  which: 'any' | 'existing',
  lock: FolderLock,
): CipherKeysResult {
  const path = join(folder, CIPHER_KEYS_FILE);
  // A link that leads nowhere counts: a new file in its place would hide that the keys are lost.
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    if (masterKey === undefined || which === 'existing') return { ok: true, keys: undefined };
    return { ok: true, keys: { lock, path, masterKey, stored: new Map(), unreadable: [], isNew: true } };
  }
  const refuse = (reason: string): CipherKeysResult => ({
    ok: false,
    message: l10n.t('The data folder {0} is encrypted, and {1}. Nothing was changed.', folder, reason),
  });
  if (masterKey === undefined) return refuse(l10n.t('no key was given'));
  const file = readPrivateFile(path, MAX_FILE_BYTES);
  if (!file.ok) return refuse(l10n.t('its key file {0} {1}', CIPHER_KEYS_FILE, file.message));
  const [first = '', ...rest] = file.text.split('\n');
  // A broker that was killed while it added a key leaves part of a line; nothing was sealed with that key yet.
  const torn = rest.pop();
  const header = parseLine(first) as Header | undefined;
  const isWhole = header !== undefined && isWholeHeader(header);
  if (isWhole && header.format !== FORMAT) {
    return refuse(l10n.t('its key file has format {0}, of another version', header.format));
  }
  const { stored, unreadable } = openLines(masterKey, rest);
  // The end of the first line, or of the last one, may be what is damaged.
  for (const line of [torn ?? '', ...(header === undefined ? [first] : [])]) {
    for (const [number, key] of openLines(masterKey, [line]).stored) stored.set(number, key);
  }
  const isRight = isWhole && header.masterKeyId === masterKey.id && opensCheck(masterKey, header);
  // The first line may be damaged; what opens a data key is the master key all the same.
  if (!isRight && stored.size === 0) {
    if (header !== undefined && isWhole && header.masterKeyId !== masterKey.id) {
      return refuse(l10n.t('the key given ({0}) is not its key ({1})', masterKey.id, header.masterKeyId));
    }
    if (header !== undefined && isWhole)
      return refuse(l10n.t('the key given cannot decrypt its check value'));
    if (rest.length > 0) return refuse(l10n.t('its key file is damaged at line 1'));
  }
  const keys = { lock, path, masterKey, stored, unreadable, isNew: !isRight && stored.size === 0 };
  if ((torn !== '' || !isRight) && !keys.isNew) rewriteCipherKeys(keys, masterKey);
  return { ok: true, keys };
}

function opensCheck(masterKey: MasterKey, { check }: Header): boolean {
  return masterKey.unwrap(Buffer.from(check, 'base64'), CHECK_PURPOSE)?.toString() === CHECK_TEXT;
}

/** Headers of earlier versions have no checksum, and the only format that there was then. */
function isWholeHeader({ crc, ...header }: Header): boolean {
  if (typeof header.masterKeyId !== 'string' || typeof header.check !== 'string') return false;
  return crc === undefined ? header.format === FORMAT : crc === checksumOf(header);
}

function checksumOf(header: Omit<Header, 'crc'>): number {
  return crc32(Buffer.from(JSON.stringify(header)), 0);
}

/** The keys that open, and the lines of which nothing does: they are kept as they are, for a start that can read them. */
function openLines(masterKey: MasterKey, lines: readonly string[]) {
  const stored = new Map<number, StoredDataKey>();
  const unreadable: string[] = [];
  for (const line of lines) {
    // A damaged end of a line leaves two keys in one.
    const keys = (parseLine(line) === undefined ? (line.match(OBJECTS) ?? []) : [line])
      .map((text) => parseLine(text) as StoredDataKey | undefined)
      .filter((key) => key !== undefined && isDataKey(key) && opens(masterKey, key));
    for (const key of keys) if (key !== undefined) stored.set(key.number, key);
    if (keys.length === 0) unreadable.push(line);
  }
  return { stored, unreadable };
}

function opens(masterKey: MasterKey, { number, queueNumber, wrapped }: StoredDataKey): boolean {
  const plain = masterKey.unwrap(Buffer.from(wrapped, 'base64'), dataKeyPurpose(number, queueNumber));
  return plain?.byteLength === KEY_BYTES;
}

function parseLine(line: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(line ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDataKey(key: StoredDataKey): boolean {
  return (
    Number.isSafeInteger(key.number) &&
    Number.isSafeInteger(key.queueNumber) &&
    typeof key.wrapped === 'string'
  );
}

/**
 * Adds a key to the file, before anything is sealed with it. Throws Node's errors.
 * @param isSynced wait for the disk, as `durability: power` asks
 */
export function appendCipherKey({ path, lock }: CipherKeys, key: StoredDataKey, isSynced: boolean): void {
  requireLock(lock);
  const file = openRegularFile(path, constants.O_WRONLY | constants.O_APPEND);
  const { size } = fstatSync(file);
  try {
    writeWhole(file, `${JSON.stringify(key)}\n`);
    if (isSynced) fdatasyncSync(file);
  } catch (error) {
    // Part of a line would spoil the next one.
    ftruncateSync(file, size);
    throw error;
  } finally {
    closeSync(file);
  }
}

/**
 * Replaces the file with one for another master key, atomically: after a crash, either the old file or the new one
 * exists. Only wrapped keys are rewritten, never messages. Throws when a key does not open, and Node's errors.
 */
export function rewriteCipherKeys(keys: CipherKeys, masterKey: MasterKey): Map<number, StoredDataKey> {
  const rewrapped = new Map(
    [...keys.stored].map(([number, key]) => {
      const purpose = dataKeyPurpose(number, key.queueNumber);
      const plain = keys.masterKey.unwrap(Buffer.from(key.wrapped, 'base64'), purpose);
      if (plain === undefined) throw new Error(`The data key ${number} of ${keys.path} cannot be decrypted.`);
      return [number, { ...key, wrapped: masterKey.wrap(plain, purpose).toString('base64') }] as const;
    }),
  );
  const described = {
    format: FORMAT,
    masterKeyId: masterKey.id,
    check: masterKey.wrap(Buffer.from(CHECK_TEXT), CHECK_PURPOSE).toString('base64'),
  };
  const header: Header = { ...described, crc: checksumOf(described) };
  const lines = [header, ...rewrapped.values()].map((line) => JSON.stringify(line));
  const text = [...lines, ...keys.unreadable].map((line) => `${line}\n`).join('');
  const draft = `${keys.path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', PRIVATE);
  try {
    writeWhole(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    requireLock(keys.lock);
    renameSync(draft, keys.path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(keys.path));
  return rewrapped;
}

/** An owner that was paused must not take the keys of the one that has the folder now away. */
function requireLock(lock: FolderLock): void {
  const error = lock.renew();
  if (error !== undefined) throw error;
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** A rename is on the disk when its folder is. Windows cannot open folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
