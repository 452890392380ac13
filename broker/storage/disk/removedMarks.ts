import { join } from 'node:path';
import { nameRemoved } from '../format/segmentHeader.ts';
import type { FileSystem } from './fileSystem.ts';
import type { Segment } from './segment.ts';

/** Makes a file empty. Throws Node's errors. */
export function emptyFile(fs: FileSystem, path: string): void {
  const file = fs.openForWriting(path);
  try {
    fs.truncate(file, 0);
  } catch (error) {
    fs.close(file);
    throw error;
  }
  fs.close(file);
}

/**
 * Empty files that say which segments were removed on a full disk, where no record can say so before. The next start
 * would miss the segments otherwise.
 */
export class RemovedMarks {
  private readonly fs: FileSystem;
  private readonly folder: string;
  /** Those that are to go once what was appended is safe. */
  private recorded: string[] = [];

  constructor(fs: FileSystem, folder: string) {
    this.fs = fs;
    this.folder = folder;
  }

  get hasRecorded(): boolean {
    return this.recorded.length > 0;
  }

  /** Makes an empty mark of a segment's file. Throws Node's errors; the segment stays then. */
  replace({ number, path }: Segment): void {
    const { fs } = this;
    const mark = this.pathOf(number);
    fs.rename(path, mark);
    try {
      emptyFile(fs, mark);
    } catch (error) {
      fs.rename(mark, path);
      throw error;
    }
  }

  /** What is appended now says that these segments do not exist. */
  note(segments: readonly number[]): void {
    this.recorded.push(...segments.map((number) => this.pathOf(number)));
  }

  /**
   * Deletes the marks whose records are safe.
   * @param sync makes what was written survive a loss of power
   */
  clear(sync: (done: (failure: Error | undefined) => void) => void): void {
    const marks = this.recorded;
    this.recorded = [];
    sync((failure) => {
      if (failure !== undefined) {
        this.recorded.push(...marks);
        return;
      }
      for (const mark of marks) {
        try {
          this.fs.unlink(mark);
        } catch {
          // The next start deletes it.
        }
      }
    });
  }

  private pathOf(segment: number): string {
    return join(this.folder, nameRemoved(segment));
  }
}
