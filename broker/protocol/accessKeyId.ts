/** An access key id that stands for one program: {@link createAccessKeyId} made it. */
export const ACCESS_KEY_PATTERN = /^QSD[A-Z0-9]{17}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Creates an access key id for one program, such as a launch or a process of a pool: the signature of every call has it, so
 * the trace knows the caller.
 * Twenty characters like a real one, so that nothing that checks its form complains.
 * @param random at least 17 random bytes
 */
export function createAccessKeyId(random: Uint8Array): string {
  const letters = Array.from(random.subarray(0, 17), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `QSD${letters.join('')}`;
}
