import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { IdentityKey } from '../../engine/base/identity.ts';
import { makeIdentityKey } from './identityKey.ts';
import { crc32 } from '../format/crc32.ts';
import { type FileSystem, codeOf, readFully } from './fileSystem.ts';
import { FORMAT_VERSION } from '../format/format.ts';
import { type JournalRefusal, refuse } from '../format/refusal.ts';
import { emptyFile } from './removedMarks.ts';
import type { NewestSegment } from './segmentBook.ts';
import {
  SEGMENT_HEADER_BYTES,
  decodeSegmentHeader,
  isSetAside,
  nameRemoved,
  nameSegment,
  readRemovedName,
  readSegmentName,
} from '../format/segmentHeader.ts';

const FOLDER_FILE = 'folder.json';
/** The first format whose file has a checksum. */
const CHECKED_SINCE = 3;

export interface FolderText {
  readonly format: number;
  readonly identityKey: IdentityKey;
  /** The segment that was begun last. Since format 3. */
  readonly newest?: number;
  /** Its length, when the broker ended in order. */
  readonly newestBytes?: number;
}

/** A file that is called a segment. */
export interface SegmentFile {
  /** The number in its name. */
  readonly named: number;
  /** The number that it was written under; that of its name when its header does not say. */
  readonly number: number;
  readonly path: string;
  /** Its header is valid, and of this folder. */
  readonly isOurs: boolean;
}

export interface Folder {
  readonly ok: true;
  readonly identityKey: IdentityKey;
  /** In the order of the numbers. */
  readonly segments: readonly SegmentFile[];
  /** Numbers of removed segments of which the journal may have no record. */
  readonly removed: readonly number[];
  readonly newest: NewestSegment | undefined;
}

/**
 * Reads what a data folder is, or makes it one. When its file is damaged, the segments decide; a folder is never
 * recreated over existing segments. Throws Node's errors.
 */
export function openFolder(fs: FileSystem, folder: string): Folder | JournalRefusal {
  const names = fs.list(folder);
  const named = names
    .map((name) => readSegmentName(name))
    .filter((number) => number !== undefined)
    .sort((one, other) => one - other);
  const path = join(folder, FOLDER_FILE);
  const text = readFolderFile(fs, path);
  if (text !== undefined && text.format > FORMAT_VERSION) return refuseNewer(folder, text.format);
  const headers = named.map((number) => readHeader(fs, join(folder, nameSegment(number))));
  const newestFormat = Math.max(0, ...headers.map((header) => header?.version ?? 0));
  if (newestFormat > FORMAT_VERSION) return refuseNewer(folder, newestFormat);
  // A checked file is right; one of an older format may be damaged without a trace.
  const isChecked = text !== undefined && text.format >= CHECKED_SINCE;
  const found = headers.find((header) => header !== undefined)?.identityKey;
  const known = isChecked ? text.identityKey : (found ?? text?.identityKey);
  if (named.length > 0 && known === undefined) {
    const message = l10n.t(
      'The data folder {0} is damaged: none of its files can be identified. Nothing was changed.',
      folder,
    );
    return refuse('damaged', message);
  }
  const identityKey = known ?? makeIdentityKey();
  if (text === undefined || !isSameKey(text.identityKey, identityKey)) {
    writeFolderFile(fs, folder, { format: FORMAT_VERSION, identityKey });
  }
  const segments = headers.map((header, index): SegmentFile => {
    const number = named[index] as number;
    const isOurs = header !== undefined && isSameKey(header.identityKey, identityKey);
    return {
      named: number,
      number: isOurs ? header.segment : number,
      path: join(folder, nameSegment(number)),
      isOurs,
    };
  });
  const newest = text?.newest === undefined ? undefined : { number: text.newest, bytes: text.newestBytes };
  const removed = names.map((name) => readRemovedName(name)).filter((number) => number !== undefined);
  // A broker that was killed just then has left one that still takes room.
  for (const mark of removed.map((number) => join(folder, nameRemoved(number))))
    if (fs.sizeOf(mark) > 0) emptyFile(fs, mark);
  return { ok: true, identityKey, segments, removed, newest };
}

function isSameKey(one: IdentityKey, other: IdentityKey): boolean {
  return one.every((word, index) => word === other[index]);
}

/** Damaged segments in a folder; asked when storing fails too, possibly because the folder no longer exists. */
export function countSetAside(fs: FileSystem, folder: string): number {
  try {
    return fs.list(folder).filter((name) => isSetAside(name)).length;
  } catch {
    return 0;
  }
}

function refuseNewer(folder: string, version: number): JournalRefusal {
  return refuse(
    'newerFormat',
    l10n.t(
      'The data folder {0} was written by a newer version of Queueside (format {1}; this version knows {2}). Nothing was changed.',
      folder,
      version,
      FORMAT_VERSION,
    ),
  );
}

/** Undefined if the file has no valid header, or its first bytes cannot be read. */
function readHeader(fs: FileSystem, path: string) {
  const file = fs.openForReading(path);
  try {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    return decodeSegmentHeader(bytes.subarray(0, readFully(fs, file, bytes, 0)));
  } catch (error) {
    if (codeOf(error) === 'EIO') return undefined;
    throw error;
  } finally {
    fs.close(file);
  }
}

function readFolderFile(fs: FileSystem, path: string): FolderText | undefined {
  let bytes: Buffer;
  try {
    bytes = fs.readWhole(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { check, ...text } = JSON.parse(bytes.toString()) as Partial<FolderText> & { check?: number };
    const { format, identityKey } = text;
    if (typeof format !== 'number' || !Array.isArray(identityKey) || identityKey.length !== 4)
      return undefined;
    if (!identityKey.every((word) => Number.isInteger(word))) return undefined;
    if (format >= CHECKED_SINCE && check !== checkOf(text)) return undefined;
    return text as FolderText;
  } catch {
    return undefined;
  }
}

/** Over all members, so that a newer version may add some. */
function checkOf(text: Partial<FolderText>): number {
  return crc32(Buffer.from(JSON.stringify(text)), 0);
}

/** Written beside and renamed, so that it exists whole or not at all. Throws Node's errors. */
export function writeFolderFile(fs: FileSystem, folder: string, text: FolderText): void {
  const path = join(folder, FOLDER_FILE);
  fs.writeWhole(`${path}.new`, `${JSON.stringify({ ...text, check: checkOf(text) })}\n`, false);
  fs.rename(`${path}.new`, path);
}

/** Numbers of segments never come again, not even those of files that are lost. `read`: by number. */
export function nextSegment(
  { segments, removed, newest }: Folder,
  read: ReadonlyMap<number, unknown>,
): number {
  const named = segments.filter(({ number }) => read.has(number)).map((file) => file.named);
  return Math.max(0, ...read.keys(), ...named, ...removed, newest?.number ?? 0) + 1;
}
