import * as l10n from '@vscode/l10n';
import { request, type } from './method.ts';
import { matching, shape } from './shape.ts';

/** A master key is 32 bytes in base64. */
export const MASTER_KEY_PATTERN = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Changes the master key of the data folder: 32 bytes in base64. After the response, the previous key no longer opens
 * the folder. Data keys are wrapped again with the new key; messages are not rewritten. If the folder is not encrypted,
 * nothing is done, and `isEncrypted` is false.
 */
export const rotateMasterKey = request('queueside/encryption/rotateMasterKey', {
  params: shape({ masterKey: matching(MASTER_KEY_PATTERN, () => l10n.t('{0} bytes in base64', 32)) }),
  result: type<{ readonly isEncrypted: boolean }>(),
  stores: 'journal',
});
