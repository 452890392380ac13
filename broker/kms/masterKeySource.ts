import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { readPrivateFile } from '../files/privateFile.ts';
import { KEY_BYTES } from './envelope.ts';
import { MasterKey } from './masterKey.ts';

/** How CI and the editor hand the key over: base64 of 32 bytes. The editor takes it out of its secret storage. */
export const MASTER_KEY_VARIABLE = 'QUEUESIDE_MASTER_KEY';
/** The key that a data folder is to have from now on. */
export const NEW_MASTER_KEY_VARIABLE = 'QUEUESIDE_NEW_MASTER_KEY';

/** An undefined key: none was given, and nothing is encrypted. */
export type MasterKeyResult =
  | { readonly ok: true; readonly key: MasterKey | undefined }
  | { readonly ok: false; readonly message: string };

const BASE64_KEY = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Takes the master key from the environment or from a key file (mode 0600, base64 of 32 bytes). The variable is removed
 * from the environment, so that no program started later inherits it.
 */
export function readMasterKey(
  environment: Record<string, string | undefined>,
  keyFile: string | undefined,
  name: string = MASTER_KEY_VARIABLE,
): MasterKeyResult {
  const variable = environment[name];
  delete environment[name];
  if (keyFile === undefined) {
    return variable === undefined || variable === ''
      ? { ok: true, key: undefined }
      : parseKey(variable, l10n.t('The environment variable {0}', name));
  }
  if (variable !== undefined && variable !== '') {
    return { ok: false, message: l10n.t('Give either a key file or {0}, not both.', name) };
  }
  const file = readPrivateFile(keyFile);
  if (!file.ok) return { ok: false, message: l10n.t('The key file {0} {1}.', keyFile, file.message) };
  return parseKey(file.text.trim(), l10n.t('The key file {0}', keyFile));
}

function parseKey(text: string, origin: string): MasterKeyResult {
  if (!BASE64_KEY.test(text)) {
    return { ok: false, message: l10n.t('{0} must contain {1} bytes in base64.', origin, KEY_BYTES) };
  }
  return { ok: true, key: new MasterKey(Buffer.from(text, 'base64')) };
}

/**
 * Makes a key file for {@link readMasterKey}, on the disk before it returns: what it encrypts must not outlive it.
 * Throws if the file exists: a key is never overwritten.
 */
export function createKeyFile(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
