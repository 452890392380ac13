import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readlink, realpath, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file whole or not at all: a part of one that looks like all of it is worse than none. Until then, a file that
 * was there stays as it is, and so does a link, which leads to the new file then.
 * @param path absolute
 * @throws what the texts throw, or Node's error
 */
export async function writeWhole(path: string, texts: AsyncIterable<string>): Promise<void> {
  const target = await followLinks(path);
  // Beside it, so that it can be renamed.
  const part = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    await pipeline(Readable.from(texts), createWriteStream(part, { flags: 'wx' }));
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Where a path leads, also if nothing is there yet. */
async function followLinks(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const next = await readlink(path).catch(() => undefined);
  return next === undefined ? path : resolve(dirname(path), next);
}
