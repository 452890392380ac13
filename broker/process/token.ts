import { randomUUID } from 'node:crypto';
import { closeSync, constants, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { nanoid } from 'nanoid';
import { NotAFileError, openRegularFile } from '../files/regularFile.ts';
import { findParentFault } from '../files/safeFolder.ts';

/** Letters of a made-up token, 6 bits each. */
const TOKEN_LENGTH = 32;
/** What a broker writes into its token file, and nothing else. */
const FILE_TEXT = new RegExp(`^[\\w-]{${TOKEN_LENGTH}}\\n$`);
const FILE_BYTES = TOKEN_LENGTH + 1;

/** The token that clients of the control channel must show, and the file where they find it. */
export class ControlToken {
  /** Undefined when no client has a way to know one: the channel is closed. */
  readonly value: string | undefined;
  private readonly file: string | undefined;
  private isWritten = false;

  /**
   * @param given by the starter of the broker; wins, and then no file is written
   * @param file where to write a new token
   * @throws an error that explains why the file cannot be used: it does not contain the token of a broker
   */
  constructor(given: string | undefined, file: string | undefined) {
    const isGiven = given !== undefined && given !== '';
    this.file = isGiven ? undefined : file;
    this.value = isGiven ? given : file === undefined ? undefined : nanoid(TOKEN_LENGTH);
    if (this.file === undefined) return;
    const fault = findParentFault(dirname(resolve(this.file)));
    if (fault !== undefined) throw new Error(`${this.file} ${fault}`);
    refuseForeignFile(this.file);
  }

  /**
   * Writes the token for clients, once there is a broker to show it to. Takes the place of a file that a broker left
   * behind; the mode of a file that exists would stay, so it is a new one.
   */
  write(): void {
    if (this.file === undefined) return;
    const draft = `${this.file}.${randomUUID()}`;
    try {
      writeFileSync(draft, `${this.value}\n`, { mode: 0o600, flag: 'wx' });
      refuseForeignFile(this.file);
      renameSync(draft, this.file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    this.isWritten = true;
  }

  /** Takes the file away, unless another broker has written its own token there meanwhile. */
  forget(): void {
    if (this.file === undefined || !this.isWritten) return;
    if (readStart(this.file) === `${this.value}\n`) rmSync(this.file, { force: true });
  }
}

/** A path that was mistyped must not cost a file. */
function refuseForeignFile(file: string): void {
  const text = readStart(file);
  if (text === undefined || FILE_TEXT.test(text)) return;
  throw new Error(
    l10n.t('{0} exists but does not contain the token of a broker; use another file or delete it', file),
  );
}

/** Enough of a file to see whether a broker wrote it; undefined when it does not exist. */
function readStart(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openRegularFile(file, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof NotAFileError) return '';
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(FILE_BYTES + 1);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
