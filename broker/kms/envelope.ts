import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts something small and seldom, such as a key, with AES-256-GCM and a random nonce (of which one key allows 2^32).
 * @param purpose is authenticated: what was sealed for one purpose opens for no other
 * @returns nonce, ciphertext, tag
 */
export function sealSmall(key: Uint8Array, plain: Uint8Array, purpose: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(purpose));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What {@link sealSmall} sealed; undefined when the key, the purpose or a byte is another. */
export function openSmall(key: Uint8Array, sealed: Uint8Array, purpose: string): Buffer | undefined {
  if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
