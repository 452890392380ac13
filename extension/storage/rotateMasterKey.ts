import { l10n, window } from 'vscode';
import { rotateMasterKey } from '../../broker/protocol/encryption.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { MasterKeys } from './masterKeys.ts';

/** Gives the data folder another master key. Messages are not rewritten, so it is done at once. */
export async function rotateMasterKeyCommand({
  session,
  masterKeys,
}: {
  readonly masterKeys: MasterKeys;
  readonly session: BrokerClient;
}): Promise<void> {
  const isRotated = await masterKeys.replace(
    async (masterKey) => (await session.request(rotateMasterKey, { masterKey })).isEncrypted,
  );
  void window.showInformationMessage(
    isRotated
      ? l10n.t('The master key of the data folder was changed.')
      : l10n.t('The data of this workspace is not encrypted. To encrypt it, turn on queueside.encryption.'),
  );
}
