// A folder that stands for a bucket: objects are files, keys are paths such as "uploads/beach.mp4".
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';

const folder = join(import.meta.dirname, '..', 'bucket');

/** The names in a folder of the bucket, such as "clips". None if it does not exist. */
export async function listNames(prefix: string): Promise<string[]> {
  const entries = await readdir(locate(prefix), { withFileTypes: true }).catch(() => []);
  return entries
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !name.endsWith('.partial'));
}

export function readObject(key: string): Promise<Buffer> {
  return readFile(locate(key));
}

/** Writes beside the target and renames, so that no program reads half an object. */
export async function writeObject(key: string, content: Uint8Array | Readable): Promise<void> {
  const path = locate(key);
  const partial = `${path}.${process.pid}.partial`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Keys arrive in messages and requests, and anybody may send one: none may lead out of the bucket. */
function locate(key: string): string {
  const path = resolve(folder, key);
  if (!path.startsWith(folder + sep)) throw new Error(`"${key}" is not a key of the bucket`);
  return path;
}
