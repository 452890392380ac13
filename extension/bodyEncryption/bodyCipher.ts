import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import { CommitmentPolicy } from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';

/** A key of the user, and the name by which messages refer to it. */
export interface BodyKey {
  /** The keyring's key name; programs that decrypt have to use the same one. */
  readonly name: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** The keyring's key namespace; programs that decrypt have to use the same one. */
export const KEY_NAMESPACE = 'queueside';

const { encrypt } = buildEncrypt(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const { decrypt } = buildDecrypt(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

/**
 * Encrypts a body in the message format of the AWS Encryption SDK, with key commitment and without a signature.
 * @returns base64: bodies are text
 */
export async function encryptBody(body: string, key: BodyKey): Promise<string> {
  const { result } = await encrypt(openKeyring(key), body);
  return result.toString('base64');
}

/** Rejects when none of the keys opens the body, or it is not what it was. */
export async function decryptBody(body: string, keys: readonly BodyKey[]): Promise<string> {
  const bytes = Buffer.from(body, 'base64');
  let refusal: unknown = new Error('There is no key.');
  for (const key of keys) {
    try {
      const { plaintext } = await decrypt(openKeyring(key), bytes);
      return plaintext.toString('utf8');
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function openKeyring({ name, bytes }: BodyKey): RawAesKeyringNode {
  // The keyring wants bytes in memory of their own, and keeps them.
  const unencryptedMasterKey = new Uint8Array(bytes);
  return new RawAesKeyringNode({
    keyName: name,
    keyNamespace: KEY_NAMESPACE,
    unencryptedMasterKey,
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
}
