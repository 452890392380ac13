import { rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nanoid } from 'nanoid';
import { findParentFault } from './safeFolder.ts';

/** Bits of a made-up token: 32 letters of 6 bits. */
const TOKEN_LENGTH = 32;

/** The token of the control channel; undefined when nobody has a way to know one. Throws when its file cannot be written. */
export function prepareToken(given: string | undefined, file: string | undefined): string | undefined {
  if (given !== undefined && given !== '') return given;
  if (file === undefined) return undefined;
  const fault = findParentFault(dirname(resolve(file)));
  if (fault !== undefined) throw new Error(`${file} ${fault}`);
  const token = nanoid(TOKEN_LENGTH);
  // A file that is there may be readable for others, and a mode applies only to a new one.
  rmSync(file, { force: true });
  writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}
