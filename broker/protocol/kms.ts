import { NAME } from './commonShapes.ts';
import { NO_PARAMS, request, type } from './method.ts';
import { listOf, oneOf, optional, shape, text, wholeNumber, yesOrNo } from './shape.ts';

/** What a principal may do with a key: senders need both, receivers only `Decrypt`. */
export const KEY_OPERATIONS = ['GenerateDataKey', 'Decrypt'] as const;

export type KeyOperationName = (typeof KEY_OPERATIONS)[number];

export interface KeyGrantView {
  /** `*`, an account of 12 digits, or an ARN. */
  readonly principal: string;
  readonly operations: readonly KeyOperationName[];
}

/** A key of the local KMS, without its secret parts. */
export interface KeySummary {
  /** A UUID. */
  readonly keyId: string;
  readonly arn: string;
  readonly description: string;
  readonly usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
  readonly state: 'enabled' | 'disabled' | 'pendingDeletion';
  /** True for `alias/aws/sqs`, which cannot be changed. */
  readonly isManaged: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms, with `pendingDeletion`. */
  readonly deletionAt?: number;
  /** Such as `alias/orders`. */
  readonly aliases: readonly string[];
  readonly grants: readonly KeyGrantView[];
}

const KEY_ID = text(64, 1);
/** Such as `alias/orders`. */
const ALIAS = text(256, 1);
const OPERATIONS = listOf(oneOf(KEY_OPERATIONS), KEY_OPERATIONS.length);

/** Reads all keys, including those that are pending deletion. */
export const listKeys = request('queueside/kms/list', {
  params: NO_PARAMS,
  result: type<{ readonly keys: readonly KeySummary[] }>(),
  stores: 'nothing',
});

/**
 * Creates a key that everyone may use; at most 1,000. Errors: `InvalidParameterValue` for an alias that is invalid or
 * in use, `OverLimit`.
 */
export const createKey = request('queueside/kms/create', {
  params: shape({ description: optional(text(8192)), alias: optional(ALIAS) }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Gives a key another name. An alias begins with `alias/`, and not with `alias/aws/`. */
export const addKeyAlias = request('queueside/kms/addAlias', {
  params: shape({ keyId: KEY_ID, alias: ALIAS }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Removes an alias from a key. */
export const removeKeyAlias = request('queueside/kms/removeAlias', {
  params: shape({ keyId: KEY_ID, alias: ALIAS }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Enables or disables a key. Takes effect immediately. */
export const setKeyEnabled = request('queueside/kms/setEnabled', {
  params: shape({ keyId: KEY_ID, isEnabled: yesOrNo() }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/**
 * Deletes a key after 7 to 30 `days` (default: 30). Until then, calls to queues with this key fail with `KmsInvalidState`;
 * afterwards, by the broker's clock, `KmsNotFound`.
 */
export const scheduleKeyDeletion = request('queueside/kms/scheduleDeletion', {
  params: shape({ keyId: KEY_ID, days: optional(wholeNumber(0, 400)) }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Cancels the deletion of a key. The key is disabled afterwards, as in AWS KMS. */
export const cancelKeyDeletion = request('queueside/kms/cancelDeletion', {
  params: shape({ keyId: KEY_ID }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/**
 * Lets `*`, an account or an ARN use `GenerateDataKey` and `Decrypt`, or one of them, in addition to what it may use already.
 * Senders need both, receivers the second.
 */
export const grantKey = request('queueside/kms/grant', {
  params: shape({ keyId: KEY_ID, principal: NAME, operations: OPERATIONS }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Revokes operations; without `operations`, everything that was granted to this principal. */
export const revokeKey = request('queueside/kms/revoke', {
  params: shape({ keyId: KEY_ID, principal: NAME, operations: optional(OPERATIONS) }),
  result: type<KeySummary>(),
  stores: 'journal',
});
