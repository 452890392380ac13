import { join } from 'node:path';
import { l10n, window } from 'vscode';
import { getMessage } from '../../broker/protocol/message.ts';
import { loadBodyCipher } from '../clientEncryption/loadBodyCipher.ts';
import { formatBody } from '../documents/bodyText.ts';
import { looksLikeJson } from '../documents/messageUri.ts';
import type { Services } from '../services.ts';
import { pickMessage } from './pickMessage.ts';

/** Shows the decrypted body of a message that was encrypted with one of the user's keys. */
export async function decryptMessage(services: Services, target?: unknown): Promise<void> {
  const { session, bodyKeys, context, settings, texts } = services;
  const picked = await pickMessage(services, target, l10n.t('Decrypt Message'));
  if (!picked) return;
  const { body } = await session.request(getMessage, {
    queueArn: picked.queue.arn,
    messageId: picked.message.messageId,
  });
  const { decryptBody } = loadBodyCipher(context.asAbsolutePath(join('dist', 'clientEncryption.js')));
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
  await texts.show(`${picked.message.messageId} decrypted.${isJson ? 'json' : 'txt'}`, text);
}
