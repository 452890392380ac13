import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import type { BucketDefinition } from './bucket.ts';
import type { KnownFile } from './bucketWatch.ts';

/** A bucket that is set up, and what was said of its files. */
export interface SavedBucket {
  /** The file that defines it. */
  readonly source: string;
  readonly definition: BucketDefinition;
  /** Undefined when they are too many: then the next start finds them known. */
  readonly files: ReadonlyMap<string, KnownFile> | undefined;
  /** The last number of its events. */
  readonly sequencer: string;
}

interface WrittenBucket extends Omit<SavedBucket, 'files'> {
  /** Key, bytes, and time of the last change, ns. */
  readonly files: readonly (readonly [string, string, string])[] | undefined;
}

const BUCKETS_NOTE = 'buckets';
/** Files of all buckets that are remembered over a restart. */
const MAXIMUM_FILES = 20_000;
/** Buckets that are remembered, also of files that are not applied now. */
export const MAXIMUM_SAVED_BUCKETS = 100;

/** @returns an empty list where nothing was saved, or it cannot be read */
export function loadBuckets(notes: NoteKeeper | undefined, log: (line: string) => void): SavedBucket[] {
  const text = notes?.readNote(BUCKETS_NOTE);
  if (text === undefined) return [];
  try {
    return (JSON.parse(text) as WrittenBucket[]).map(({ files, ...saved }) => ({
      ...saved,
      files:
        files === undefined
          ? undefined
          : new Map(
              files.map(([key, size, mtimeNs]) => [
                key,
                { size: BigInt(size), mtimeNs: BigInt(mtimeNs), ino: undefined },
              ]),
            ),
    }));
  } catch (error) {
    log(`buckets: the note ${BUCKETS_NOTE} cannot be read: ${(error as Error).message}`);
    return [];
  }
}

export function saveBuckets(notes: NoteKeeper, buckets: readonly SavedBucket[]): void {
  let fileCount = 0;
  const written = buckets.slice(0, MAXIMUM_SAVED_BUCKETS).map(({ files, ...saved }): WrittenBucket => {
    fileCount += files?.size ?? 0;
    return {
      ...saved,
      files:
        files === undefined || fileCount > MAXIMUM_FILES
          ? undefined
          : [...files].map(([key, { size, mtimeNs }]) => [key, String(size), String(mtimeNs)]),
    };
  });
  const text = JSON.stringify(written);
  if (text !== (notes.readNote(BUCKETS_NOTE) ?? '[]')) notes.writeNote(BUCKETS_NOTE, text);
}
