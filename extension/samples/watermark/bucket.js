// A folder that stands for a bucket: objects are files, keys are paths such as "uploads/sunset.png".
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

const folder = join(import.meta.dirname, 'bucket');

/**
 * @param {string} prefix a folder of the bucket, such as "uploads"
 * @returns {Promise<string[]>} the keys in it, in order
 */
export async function listObjects(prefix) {
  const names = await readdir(locate(prefix));
  return names.sort().map((name) => `${prefix}/${name}`);
}

/** @param {string} key */
export function readObject(key) {
  return readFile(locate(key));
}

/**
 * Writes beside the target and renames, so that no program reads half an object.
 *
 * @param {string} key
 * @param {Uint8Array} bytes
 */
export async function writeObject(key, bytes) {
  const path = locate(key);
  const partial = `${path}.${process.pid}.partial`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(partial, bytes);
  await rename(partial, path);
}

/**
 * Keys arrive in messages, and anybody may send a message: none may lead out of the bucket.
 *
 * @param {string} key
 */
function locate(key) {
  const path = resolve(folder, key);
  if (!path.startsWith(folder + sep)) throw new Error(`"${key}" is not a key of the bucket`);
  return path;
}
