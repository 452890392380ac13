import { env, l10n, type QuickPickItem, window } from 'vscode';
import { MASTER_KEY_PATTERN } from '../../broker/protocol/encryption.ts';
import type { BodyKey } from './bodyCipher.ts';
import type { BodyKeys } from './bodyKeys.ts';

interface BodyKeyItem extends QuickPickItem {
  readonly key?: BodyKey;
  readonly isKnown?: boolean;
}

/** The key to use: an existing one, a new one, or one of another program. */
export async function pickBodyKey(keys: BodyKeys, title: string): Promise<BodyKey | undefined> {
  const items: BodyKeyItem[] = (await keys.list()).map((key) => ({ label: `$(key) ${key.name}`, key }));
  items.push(
    { label: `$(add) ${l10n.t('New Key…')}`, isKnown: false },
    { label: `$(clippy) ${l10n.t('Enter a Key…')}`, isKnown: true },
  );
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('Your own key; the broker never sees it'),
  });
  if (!choice) return undefined;
  return choice.key ?? (await askAndAdd(keys, title, choice.isKnown === true));
}

async function askAndAdd(keys: BodyKeys, title: string, isKnown: boolean): Promise<BodyKey | undefined> {
  const name = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: l10n.t('Key name of the raw AES keyring (namespace queueside)'),
    validateInput: (value) =>
      /^[\w.-]{1,64}$/.test(value) ? undefined : l10n.t('Letters, digits, dots, hyphens and underscores'),
  });
  if (name === undefined) return undefined;
  if (!isKnown) return keys.add(name);
  const base64 = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    password: true,
    prompt: l10n.t('32 bytes in base64'),
    validateInput: (value) => (MASTER_KEY_PATTERN.test(value) ? undefined : l10n.t('32 bytes in base64')),
  });
  return base64 === undefined ? undefined : keys.add(name, base64);
}

/** What can be done with a key beside using it. */
export async function manageBodyKey(keys: BodyKeys, key: BodyKey): Promise<void> {
  const copy = { label: `$(copy) ${l10n.t('Copy Key for Your Program')}` };
  const remove = { label: `$(trash) ${l10n.t('Remove Key')}` };
  const choice = await window.showQuickPick([copy, remove], { ignoreFocusOut: true, title: key.name });
  if (choice === copy) await env.clipboard.writeText(Buffer.from(key.bytes).toString('base64'));
  if (choice !== remove) return;
  const confirm = l10n.t('Remove');
  const answer = await window.showWarningMessage(
    l10n.t('Remove the key {0}?', key.name),
    { modal: true, detail: l10n.t('You can no longer read bodies encrypted with it in this editor.') },
    confirm,
  );
  if (answer === confirm) await keys.remove(key.name);
}
