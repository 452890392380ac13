import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file whole or not at all: a part of one that looks like all of it is worse than none. Until then, a file that
 * was there stays as it is.
 * @param path absolute
 * @throws what the texts throw, or Node's error
 */
export async function writeWhole(path: string, texts: AsyncIterable<string>): Promise<void> {
  // Beside it, so that it can be renamed.
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await pipeline(Readable.from(texts), createWriteStream(part, { flags: 'wx' }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
