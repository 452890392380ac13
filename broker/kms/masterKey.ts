import { createHash, hkdfSync } from 'node:crypto';
import { KEY_BYTES, openSmall, sealSmall } from './envelope.ts';

/**
 * The key that wraps all others. It encrypts nothing itself: a wrapping key is derived from it, and so is the name by
 * which files name the master key that they need.
 */
export class MasterKey {
  /** 16 hex digits; reveals nothing about the key. */
  readonly id: string;
  private readonly wrappingKey: Buffer;

  /** @param secret 32 random bytes */
  constructor(secret: Uint8Array) {
    if (secret.byteLength !== KEY_BYTES) throw new Error(`A master key has ${KEY_BYTES} bytes.`);
    this.wrappingKey = derive(secret, 'queueside wrapping key');
    this.id = createHash('sha256').update(derive(secret, 'queueside key id')).digest('hex').slice(0, 16);
  }

  wrap(key: Uint8Array, purpose: string): Buffer {
    return sealSmall(this.wrappingKey, key, purpose);
  }

  /** Undefined when another master key wrapped it, or for another purpose. */
  unwrap(wrapped: Uint8Array, purpose: string): Buffer | undefined {
    return openSmall(this.wrappingKey, wrapped, purpose);
  }
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), purpose, KEY_BYTES));
}
