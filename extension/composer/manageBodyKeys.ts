import { l10n } from 'vscode';
import type { BodyKeys } from '../bodyEncryption/bodyKeys.ts';
import { manageBodyKey, pickBodyKey } from '../bodyEncryption/pickBodyKey.ts';

/** Makes, copies and removes the keys that bodies are encrypted with in the composer. */
export async function manageBodyKeys({ bodyKeys }: { readonly bodyKeys: BodyKeys }): Promise<void> {
  const key = await pickBodyKey(bodyKeys, l10n.t('Keys for Message Bodies'));
  if (key !== undefined) await manageBodyKey(bodyKeys, key);
}
