import { request, type } from './method.ts';
import { matching, shape } from './shape.ts';

/** A master key is 32 bytes in base64. */
export const MASTER_KEY_PATTERN = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Makes another key the one that opens the data folder: 32 bytes in base64. From the answer on the key before it does not open
 * the folder any more; data keys are wrapped anew, messages stay as they are. Where nothing is encrypted nothing is done, and
 * `isEncrypted` is false.
 */
export const rotateMasterKey = request('queueside/encryption/rotateMasterKey', {
  params: shape({ masterKey: matching(MASTER_KEY_PATTERN, '32 bytes in base64') }),
  result: type<{ readonly isEncrypted: boolean }>(),
  stores: 'journal',
});
