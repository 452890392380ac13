import { type FileSystem, codeOf, readFully } from './fileSystem.ts';
import type { Gap } from './scan.ts';

/** What a disk fails to read at once, roughly: the pieces that are tried one by one. */
const PIECE_BYTES = 4096;

/** A file as far as it can be read. */
export interface DamagedBytes {
  /** Zeros where it cannot be read. */
  readonly bytes: Buffer;
  readonly unreadable: readonly Gap[];
}

/** Reads a file into a buffer of its size; what the disk does not give back is zeros. Throws Node's other errors. */
export function readDamagedFile(fs: FileSystem, path: string, into: Buffer): DamagedBytes {
  const file = fs.openForReading(path);
  try {
    return { bytes: into.subarray(0, readFully(fs, file, into, 0)), unreadable: [] };
  } catch (error) {
    if (codeOf(error) !== 'EIO') throw error;
    return readInPieces(fs, file, into);
  } finally {
    fs.close(file);
  }
}

function readInPieces(fs: FileSystem, file: number, into: Buffer): DamagedBytes {
  const unreadable: Gap[] = [];
  for (let offset = 0; offset < into.length; offset += PIECE_BYTES) {
    const piece = into.subarray(offset, offset + PIECE_BYTES);
    try {
      piece.fill(0, readFully(fs, file, piece, offset));
    } catch (error) {
      if (codeOf(error) !== 'EIO') throw error;
      piece.fill(0);
      unreadable.push({ offset, bytes: piece.length, isAtEnd: false, kind: undefined });
    }
  }
  return { bytes: into, unreadable };
}
