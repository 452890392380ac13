import { request } from './method.ts';

/** A master key is 32 bytes in base64. */
export const MASTER_KEY_PATTERN = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Makes another key the one that opens the data folder, from now on; `isEncrypted` is false, and nothing is done, where
 * the broker has none or it is in the clear.
 */
export const rotateMasterKey = request<{ readonly masterKey: string }, { readonly isEncrypted: boolean }>(
  'queueside/encryption/rotateMasterKey',
);
