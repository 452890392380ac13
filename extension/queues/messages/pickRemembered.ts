import { l10n } from 'vscode';
import type { Capability } from '../../connections/capabilities.ts';
import { type Able, isAble, refOf } from '../../connections/connection.ts';
import { isMessageRow, MessageName } from '../../connections/messageRow.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { showMissing } from '../../ground/missing.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';

/** A message by its name: it, and its queue, may be gone. */
export interface RememberedMessage<C extends Capability> {
  readonly connection: Able<C>;
  readonly queueRef: QueueRef;
  readonly messageId: string;
}

/**
 * The message that a command is about which needs no more than its ID: the row it was called on, or the user's choice.
 * @param needs what the connection must be able to do
 * @returns undefined when the user chose none, or the connection cannot do it, which is said
 */
export async function pickRemembered<C extends Capability>(
  services: PickMessageNeeds,
  target: unknown,
  title: string,
  needs: readonly C[],
): Promise<RememberedMessage<C> | undefined> {
  const named = isMessageRow(target) ? new MessageName(target.message.messageId, target.queueRef) : target;
  if (!(named instanceof MessageName)) {
    const picked = await pickMessage(services, target, title, needs);
    return (
      picked && {
        connection: picked.connection,
        queueRef: refOf(picked),
        messageId: picked.message.messageId,
      }
    );
  }
  const { messageId, queueRef } = named;
  const connection = services.connections.find(queueRef.connectionId);
  if (connection !== undefined && isAble(connection, needs)) return { connection, queueRef, messageId };
  void showMissing({
    text:
      connection === undefined
        ? l10n.t('The connection of this queue is closed.')
        : l10n.t('The connection {0} can’t do this.', connection.name),
  });
  return undefined;
}
