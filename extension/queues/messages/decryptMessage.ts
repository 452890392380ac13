import { join } from 'node:path';
import { l10n, window, type ExtensionContext } from 'vscode';
import type { BodyKeys } from '../../bodyEncryption/bodyKeys.ts';
import { loadBodyCipher } from '../../bodyEncryption/loadBodyCipher.ts';
import { formatBody } from './bodyText.ts';
import { looksLikeJson } from './messageUri.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';
import type { ReadOnlyTexts } from './readOnlyTexts.ts';

interface Needs extends PickMessageNeeds {
  readonly bodyKeys: BodyKeys;
  readonly context: ExtensionContext;
  readonly texts: ReadOnlyTexts;
}

/** Shows the decrypted body of a message that was encrypted with one of the user's keys. */
export async function decryptMessage(services: Needs, target?: unknown): Promise<void> {
  const { bodyKeys, context, settings, texts } = services;
  const picked = await pickMessage(services, target, l10n.t('Decrypt Message'));
  if (!picked) return;
  const { connection, queue, message } = picked;
  const { body } = await connection.can.peek.read(queue.arn, message.messageId);
  const { decryptBody } = loadBodyCipher(context.asAbsolutePath(join('dist', 'bodyEncryption.js')));
  let plain: string;
  try {
    plain = await decryptBody(body, await bodyKeys.list());
  } catch {
    void window.showWarningMessage(
      l10n.t(
        'None of your keys can decrypt this message, or it wasn’t encrypted with the AWS Encryption SDK.',
      ),
    );
    return;
  }
  const isJson = looksLikeJson(plain);
  const text = isJson && settings.read('messages.formatJson') ? await formatBody(plain) : plain;
  await texts.show(`${message.messageId} decrypted.${isJson ? 'json' : 'txt'}`, text);
}
