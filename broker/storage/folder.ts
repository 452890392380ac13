import { getRandomValues } from 'node:crypto';
import { join } from 'node:path';
import type { IdentityKey } from '../engine/identity.ts';
import { type FileSystem, codeOf } from './fileSystem.ts';
import { FORMAT_VERSION } from './format.ts';
import { type JournalRefusal, refuse } from './refusal.ts';
import { decodeSegmentHeader, isSetAside, readSegmentName } from './segmentHeader.ts';

const FOLDER_FILE = 'folder.json';

interface FolderText {
  readonly format: number;
  readonly identityKey: IdentityKey;
}

export interface Folder {
  readonly ok: true;
  readonly identityKey: IdentityKey;
  /** Numbers of the segments, rising. */
  readonly segments: readonly number[];
}

/**
 * Reads what a data folder is, or makes it one. When its file is damaged, the segments tell; a folder is never begun
 * anew over segments that are there. Throws Node's errors.
 */
export function openFolder(fs: FileSystem, folder: string): Folder | JournalRefusal {
  const names = fs.list(folder);
  const segments = names.map(readSegmentName).filter((number) => number !== undefined);
  segments.sort((one, other) => one - other);
  const path = join(folder, FOLDER_FILE);
  const text = readFolderFile(fs, path);
  if (text !== undefined && text.format > FORMAT_VERSION) return refuseNewer(folder, text.format);
  let identityKey = text?.identityKey;
  if (segments.length > 0) {
    const headers = segments.map((_, index) => readHeader(fs, folder, names, segments[index] as number));
    const newest = Math.max(...headers.map((header) => header?.version ?? 0));
    if (newest > FORMAT_VERSION) return refuseNewer(folder, newest);
    const found = headers.find((header) => header !== undefined)?.identityKey;
    if (found === undefined && identityKey === undefined) {
      const message = `The data folder ${folder} is damaged: none of its files says what it is. Nothing was changed.`;
      return refuse('damaged', message);
    }
    identityKey = found ?? identityKey;
  }
  identityKey ??= [...getRandomValues(new Uint32Array(4))] as [number, number, number, number];
  if (text === undefined || text.identityKey.some((word, index) => word !== identityKey[index])) {
    writeFolderFile(fs, path, { format: FORMAT_VERSION, identityKey });
  }
  return { ok: true, identityKey, segments };
}

/** Makes a folder of an older version one of this version, which is all that older ones look at. Throws Node's errors. */
export function raiseVersion(fs: FileSystem, folder: string, { identityKey }: Folder): void {
  const path = join(folder, FOLDER_FILE);
  if (readFolderFile(fs, path)?.format === FORMAT_VERSION) return;
  writeFolderFile(fs, path, { format: FORMAT_VERSION, identityKey });
}

/** Damaged segments in a folder; asked when storing fails too, which may be because the folder is gone. */
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
    `The data folder ${folder} was written by a newer version of Queueside (format ${version}; this version knows ${FORMAT_VERSION}). Nothing was changed.`,
  );
}

function readHeader(fs: FileSystem, folder: string, names: readonly string[], segment: number) {
  const name = names.find((candidate) => readSegmentName(candidate) === segment) as string;
  const file = fs.openForReading(join(folder, name));
  try {
    const bytes = Buffer.alloc(64);
    return decodeSegmentHeader(bytes.subarray(0, fs.read(file, bytes, 0)));
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
    const { format, identityKey } = JSON.parse(bytes.toString()) as { format: unknown; identityKey: unknown };
    if (typeof format !== 'number' || !Array.isArray(identityKey) || identityKey.length !== 4)
      return undefined;
    if (!identityKey.every((word) => Number.isInteger(word))) return undefined;
    return { format, identityKey: identityKey as unknown as IdentityKey };
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that it is there whole or not at all. */
function writeFolderFile(fs: FileSystem, path: string, text: FolderText): void {
  fs.writeWhole(`${path}.new`, `${JSON.stringify(text)}\n`, false);
  fs.rename(`${path}.new`, path);
}
