import { join } from 'node:path';
import type { FileSystem } from '../disk/fileSystem.ts';
import { nameSegment, readSegmentName } from '../format/segmentHeader.ts';

/**
 * Puts a copy in the place of the segment that the owner before had open. When that owner wakes up between its look at the
 * lock and a write, it writes to a file that has no name anymore. Throws Node's errors.
 */
export function fenceLastSegment(fs: FileSystem, folder: string): void {
  const numbers = fs.list(folder).map(readSegmentName);
  const last = Math.max(0, ...numbers.filter((number) => number !== undefined));
  if (last === 0) return;
  const path = join(folder, nameSegment(last));
  const copy = `${path}.copy`;
  if (fs.list(folder).includes(`${nameSegment(last)}.copy`)) fs.unlink(copy);
  fs.copy(path, copy);
  const file = fs.openForWriting(copy);
  try {
    fs.sync(file);
  } finally {
    fs.close(file);
  }
  fs.rename(copy, path);
  fs.syncFolder(folder);
}
