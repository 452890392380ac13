import * as l10n from '@vscode/l10n';
import { type CredentialBook, parseCredentials } from './credentials.ts';
import { readPrivateFile } from '../files/privateFile.ts';

/** The users of a credential file, or one line with the problem and its position. */
export type LoadedCredentials =
  | { readonly ok: true; readonly credentials: CredentialBook }
  | { readonly ok: false; readonly message: string };

/**
 * Loads a credential file. It holds secrets: only its owner may read it.
 * @param defaultAccount 12 digits
 */
export function loadCredentials(path: string, defaultAccount: string): LoadedCredentials {
  const file = readPrivateFile(path);
  if (!file.ok) return { ok: false, message: l10n.t('The credential file {0} {1}.', path, file.message) };
  const parsed = parseCredentials(file.text, defaultAccount);
  if (parsed.ok) return parsed;
  const { line, path: member, message } = parsed.problem;
  const place = line === 0 ? path : `${path}:${line}`;
  return { ok: false, message: `${place}: ${member === '' ? l10n.t('the file') : member} ${message}.` };
}
