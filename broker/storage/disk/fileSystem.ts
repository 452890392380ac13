import {
  closeSync,
  constants,
  copyFileSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writevSync,
} from 'node:fs';
import { openRegularFile, readRegularFile } from '../../files/regularFile.ts';

/**
 * What storage needs of a file system; tests put faults in its place. Everything throws Node's errors. Writing is
 * synchronous on purpose: one `writev` into the page cache costs less than a round trip through the thread pool.
 */
export interface FileSystem {
  /** Makes a folder and those above it, for this user only. */
  makeFolder(path: string): void;
  /** Names of the entries. */
  list(folder: string): readonly string[];
  sizeOf(path: string): number;
  readWhole(path: string): Buffer;
  /** Writes a small file with mode 0600; `exclusive` fails with EEXIST. */
  writeWhole(path: string, text: string, exclusive: boolean): void;
  /** Makes a new file with the content of another; fails with EEXIST. */
  copy(from: string, to: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  /** Makes a file of mode 0600 for reading and writing; fails with EEXIST. */
  create(path: string): number;
  openForReading(path: string): number;
  openForWriting(path: string): number;
  /** Returns how many bytes were written: fewer than all is no error. */
  write(file: number, buffers: readonly Uint8Array[], position: number): number;
  /** Returns how many bytes were read: 0 at the end of the file. */
  read(file: number, into: Uint8Array, position: number): number;
  truncate(file: number, bytes: number): void;
  /** Which file is open, whatever it is called. */
  identify(file: number): FileIdentity;
  /** How long the file is that is open. */
  lengthOf(file: number): number;
  /** Why `path` does not lead to this file with at least so many bytes. */
  findFault(identity: FileIdentity, path: string, bytes: number): FileFault | undefined;
  /** fdatasync. */
  sync(file: number): void;
  /** fdatasync in the background. */
  syncLater(file: number, done: (error: Error | undefined) => void): void;
  /** Makes the names in a folder safe, where the platform can. */
  syncFolder(folder: string): void;
  close(file: number): void;
}

export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Why the next start would not find data written to an open file. */
export type FileFault = 'deleted or moved' | 'replaced' | 'shortened';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

export const nodeFileSystem: FileSystem = {
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  },
  list: (folder) => readdirSync(folder),
  sizeOf: (path) => statSync(path).size,
  readWhole: (path) => readRegularFile(path),
  writeWhole: (path, text, exclusive) => {
    // A pipe in its place would wait for a reader; and a mode counts for a new file only.
    if (!exclusive) rmSync(path, { force: true });
    writeFileSync(path, text, { mode: FILE_MODE, flag: 'wx' });
  },
  copy: (from, to) => copyFileSync(from, to, constants.COPYFILE_EXCL),
  rename: (from, to) => renameSync(from, to),
  unlink: (path) => unlinkSync(path),
  create: (path) => openSync(path, 'wx+', FILE_MODE),
  openForReading: (path) => openRegularFile(path, constants.O_RDONLY),
  openForWriting: (path) => openRegularFile(path, constants.O_RDWR),
  write: (file, buffers, position) => writevSync(file, buffers, position),
  read: (file, into, position) => readSync(file, into, 0, into.byteLength, position),
  truncate: (file, bytes) => ftruncateSync(file, bytes),
  identify: (file) => fstatSync(file, { bigint: true }),
  lengthOf: (file) => fstatSync(file).size,
  findFault: ({ dev, ino }, path, bytes) => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return 'deleted or moved';
    if (found.dev !== dev || found.ino !== ino) return 'replaced';
    return found.size < bytes ? 'shortened' : undefined;
  },
  sync: (file) => fdatasyncSync(file),
  syncLater: (file, done) => fdatasync(file, (error) => done(error ?? undefined)),
  syncFolder: (folder) => {
    // Windows cannot open a folder; its file system keeps names in a journal of its own.
    if (process.platform === 'win32') return;
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  close: (file) => closeSync(file),
};

/** Reads until `into` is full or the file ends; returns the bytes read. */
export function readFully(fs: FileSystem, file: number, into: Uint8Array, position: number): number {
  let count = 0;
  while (count < into.byteLength) {
    const step = fs.read(file, into.subarray(count), position + count);
    if (step === 0) break;
    count += step;
  }
  return count;
}

/** The code of a Node error, such as ENOSPC. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
