import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import { canHavePrefix, isKeyTooLong, isObjectName } from './objectKey.ts';

/** Files and folders that a bucket may have; with more of them, it sends no events. */
export const MAXIMUM_ENTRIES = 10_000;
/** Files whose state is asked for at once. */
const BATCH_FILES = 64;

/** What tells versions of a file apart. */
export interface FileState {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** A file that was put in the place of another has another number. */
  readonly ino: bigint;
}

export interface Listing {
  /** By key. */
  readonly files: ReadonlyMap<string, FileState>;
  /** Keys of folders that could not be listed: what is in them is unknown. They end with `/`. */
  readonly unknownFolders: readonly string[];
}

/** A folder cannot be used as a bucket; the message is for the user. */
export class BucketFolderError extends Error {
  override readonly name = 'BucketFolderError';
}

/**
 * Lists the files below a folder that can be objects. Links are skipped, whatever they lead to.
 * @param root absolute, without links
 * Throws BucketFolderError if there are too many files, and Node's errors if the folder itself cannot be listed.
 */
export async function listObjects(
  root: string,
  { prefix, suffix }: { readonly prefix: string; readonly suffix: string },
  maximumEntries = MAXIMUM_ENTRIES,
): Promise<Listing> {
  const files = new Map<string, FileState>();
  const unknownFolders: string[] = [];
  const folders = [''];
  let entryCount = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const keys: string[] = [];
    try {
      for await (const entry of await opendir(join(root, folder))) {
        if (++entryCount > maximumEntries) throw tooMany(maximumEntries);
        if (!isObjectName(entry.name)) continue;
        const key = folder + entry.name;
        if (entry.isDirectory()) {
          if (canHavePrefix(`${key}/`, prefix) && !isKeyTooLong(key)) folders.push(`${key}/`);
        } else if (isFileOf(entry, key, prefix, suffix)) keys.push(key);
      }
      await readStates(root, keys, files);
    } catch (error) {
      if (error instanceof BucketFolderError || folder === '') throw error;
      // A folder that went meanwhile has no files left; of another one, the files are not known.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unknownFolders.push(folder);
    }
  }
  return { files, unknownFolders };
}

function isFileOf(entry: Dirent, key: string, prefix: string, suffix: string): boolean {
  return entry.isFile() && key.startsWith(prefix) && key.endsWith(suffix) && !isKeyTooLong(key);
}

async function readStates(
  root: string,
  keys: readonly string[],
  files: Map<string, FileState>,
): Promise<void> {
  for (let start = 0; start < keys.length; start += BATCH_FILES) {
    const batch = keys.slice(start, start + BATCH_FILES);
    const states = await Promise.all(
      batch.map((key) => lstat(join(root, key), { bigint: true }).catch(unlessGone)),
    );
    for (const [index, status] of states.entries()) {
      // Gone since, or something else by now.
      if (status?.isFile() === true) files.set(batch[index] as string, stateOf(status));
    }
  }
}

/** A file that cannot be looked at is not gone. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

export function stateOf({ size, mtimeNs, ino }: BigIntStats): FileState {
  return { size, mtimeNs, ino };
}

function tooMany(maximumEntries: number): BucketFolderError {
  return new BucketFolderError(
    l10n.t(
      'This folder has more than {0} files and folders, so its files send no events. Choose a smaller folder.',
      formatNumber(maximumEntries),
    ),
  );
}
