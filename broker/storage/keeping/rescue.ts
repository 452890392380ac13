import { join } from 'node:path';
import type { DamagedSegment } from '../../protocol/storage.ts';
import type { FileSystem } from '../disk/fileSystem.ts';
import type { Reclaim } from './reclaim.ts';
import type { DamagedFile } from '../starting/recovery.ts';
import { nameSegment, nameSetAside } from '../format/segmentHeader.ts';

/** Writes again what is readable of a damaged file, and takes it away under another name. Throws Node's errors. */
export function rescueFile(
  fs: FileSystem,
  folder: string,
  reclaim: Reclaim,
  { file, segment, gaps }: DamagedFile,
): DamagedSegment {
  const aside = findFreeName(fs, folder, file.named);
  const isMoved = segment === undefined || reclaim.rescue(segment);
  if (isMoved) {
    fs.rename(file.path, join(folder, aside));
    if (segment !== undefined) reclaim.forget(segment);
  }
  return {
    file: nameSegment(file.named),
    ...(isMoved ? { setAsideAs: aside } : {}),
    gaps: gaps.length,
    unreadableBytes: gaps.reduce((sum, gap) => sum + gap.bytes, 0),
    ...(file.named === file.number ? {} : { belongsTo: nameSegment(file.number) }),
  };
}

/** A file that was set aside before may have the name that the next one would get. */
function findFreeName(fs: FileSystem, folder: string, named: number): string {
  const taken = new Set(fs.list(folder));
  for (let count = 1; ; count++) {
    const name = nameSetAside(named, count);
    if (!taken.has(name)) return name;
  }
}
