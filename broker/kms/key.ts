/** What a principal may do with a key: producers need both, consumers only `Decrypt`. */
export type KeyOperation = 'GenerateDataKey' | 'Decrypt';

/** A simple key policy: who may do what. */
export interface KeyGrant {
  /** `*`, an account of 12 digits, or an ARN. */
  readonly principal: string;
  readonly operations: readonly KeyOperation[];
}

export type KeyState = 'enabled' | 'disabled' | 'pendingDeletion';
/** Keys that sign cannot encrypt. */
export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';

/** A key of the local KMS. Plain JSON: a snapshot is a list of these. */
export interface KmsKey {
  /** A UUID. */
  readonly id: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly description: string;
  readonly usage: KeyUsage;
  readonly state: KeyState;
  /** Created automatically for `alias/aws/sqs`; it can be neither disabled nor deleted. */
  readonly isManaged: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms, with `pendingDeletion`; the key is gone from then on. */
  readonly deletionAt: number | undefined;
  /** Such as `alias/orders`. */
  readonly aliases: readonly string[];
  readonly grants: readonly KeyGrant[];
  /** The key's material, wrapped by the master key, in base64. */
  readonly material: string;
}

export function keyArnOf(key: Pick<KmsKey, 'region' | 'account' | 'id'>): string {
  return `arn:aws:kms:${key.region}:${key.account}:key/${key.id}`;
}
