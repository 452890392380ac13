import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { type FileState, stateOf } from './listObjects.ts';

/** Windows knows neither flag. */
const NOFOLLOW = (constants.O_NOFOLLOW as number | undefined) ?? 0;
const NONBLOCKING = (constants.O_NONBLOCK as number | undefined) ?? 0;
const CHUNK_BYTES = 256 * 1024;

/**
 * The MD5 of a file's content, in hexadecimal; undefined if the file changes meanwhile, or a link takes its place or that of a
 * folder on the way. Throws Node's errors if it cannot be read.
 * @param path absolute, without links
 * @param expected the state that the content is asked for
 */
export async function digestFile(path: string, expected: FileState): Promise<string | undefined> {
  if ((await realpath(path)) !== path) return undefined;
  const file = await open(path, constants.O_RDONLY | NOFOLLOW | NONBLOCKING);
  try {
    const isExpected = async (): Promise<boolean> => {
      const status = await file.stat({ bigint: true });
      return status.isFile() && isSameState(stateOf(status), expected);
    };
    if (!(await isExpected())) return undefined;
    const digest = createHash('md5');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let left = expected.size; left > 0n; ) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
      if (bytesRead === 0) return undefined;
      digest.update(chunk.subarray(0, bytesRead));
      left -= BigInt(bytesRead);
    }
    return (await isExpected()) ? digest.digest('hex') : undefined;
  } finally {
    await file.close();
  }
}

export function isSameState(one: FileState, other: FileState): boolean {
  return one.size === other.size && one.mtimeNs === other.mtimeNs && one.ino === other.ino;
}
