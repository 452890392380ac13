import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { MasterKey } from '../kms/masterKey.ts';
import {
  MASTER_KEY_VARIABLE,
  NEW_MASTER_KEY_VARIABLE,
  createKeyFile,
  readMasterKey,
} from '../kms/masterKeySource.ts';
import { changeMasterKey } from '../storage/cipher/changeMasterKey.ts';
import { type KeyRequest, describeKey, readKeyCommand } from './keyOptions.ts';

/** The command line or the environment is invalid. */
const EXIT_OPTIONS = 2;
/** The data folder or the key file cannot be used. */
const EXIT_FAILED = 1;

class OptionError extends Error {}
class RefusedError extends Error {}

/** `queueside key`: makes a key file, or changes the master key of a data folder; returns the exit code. */
export async function runKey(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): Promise<number> {
  const command = readKeyCommand(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describeKey());
      return 0;
    case 'refused':
      return fail(EXIT_OPTIONS, command.reason);
    case 'run':
      try {
        process.stdout.write(`${JSON.stringify(await serve(command.request, environment))}\n`);
        return 0;
      } catch (error) {
        if (error instanceof OptionError) return fail(EXIT_OPTIONS, error.message);
        if (error instanceof RefusedError) return fail(EXIT_FAILED, error.message);
        throw error;
      }
  }
}

/** The text to print. It contains no secrets. */
async function serve(request: KeyRequest, environment: Record<string, string | undefined>): Promise<object> {
  if (request.do === 'make') {
    makeFile(request.file);
    return { file: resolve(request.file), key: readKey({}, request.file, MASTER_KEY_VARIABLE, '').id };
  }
  const { keyFile, newKeyFile } = request;
  const current = readKey(environment, keyFile, MASTER_KEY_VARIABLE, '--key-file');
  const next = readKey(environment, newKeyFile, NEW_MASTER_KEY_VARIABLE, '--new-key-file');
  const data = resolve(request.data);
  const change = await changeMasterKey(data, current, next);
  if (!change.ok) {
    throw new RefusedError(
      change.reason === 'inUse'
        ? l10n.t('{0} Stop it first, or change the key in the editor.', change.message)
        : change.message,
    );
  }
  return { data, dataKeys: change.dataKeys, key: next.id };
}

function makeFile(file: string): void {
  try {
    createKeyFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RefusedError(
      code === 'EEXIST' ? l10n.t('{0} already exists; keys are never overwritten.', file) : message,
    );
  }
}

function readKey(
  environment: Record<string, string | undefined>,
  file: string | undefined,
  variable: string,
  option: string,
): MasterKey {
  const result = readMasterKey(environment, file, variable);
  if (!result.ok) throw new OptionError(result.message);
  if (result.key === undefined) throw new OptionError(l10n.t('use {0} or set {1}', option, variable));
  return result.key;
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(`queueside key: ${message}\n`);
  return exitCode;
}
