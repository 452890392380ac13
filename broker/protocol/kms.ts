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

/** A key of the local KMS, without anything secret. */
export interface KeySummary {
  /** A UUID. */
  readonly keyId: string;
  readonly arn: string;
  readonly description: string;
  readonly usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
  readonly state: 'enabled' | 'disabled' | 'pendingDeletion';
  /** `alias/aws/sqs`: it cannot be changed. */
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

/** Reads all keys, those that wait for their deletion included. */
export const listKeys = request('queueside/kms/list', {
  params: NO_PARAMS,
  result: type<{ readonly keys: readonly KeySummary[] }>(),
  stores: 'nothing',
});

/**
 * Creates a key, which everybody may use; at most 1,000. Errors: `InvalidParameterValue` for an alias that does not fit or is
 * taken, `OverLimit`.
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

/** Takes a name away from a key. */
export const removeKeyAlias = request('queueside/kms/removeAlias', {
  params: shape({ keyId: KEY_ID, alias: ALIAS }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Switches a key on or off. Shows at once in every call. */
export const setKeyEnabled = request('queueside/kms/setEnabled', {
  params: shape({ keyId: KEY_ID, isEnabled: yesOrNo() }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/**
 * Deletes a key after 7 to 30 `days`, or 30. Until then, queues with this key answer `KmsInvalidState`; afterwards, by the
 * broker's clock, `KmsNotFound`.
 */
export const scheduleKeyDeletion = request('queueside/kms/scheduleDeletion', {
  params: shape({ keyId: KEY_ID, days: optional(wholeNumber(0, 400)) }),
  result: type<KeySummary>(),
  stores: 'journal',
});

/** Keeps a key that waits for its deletion. It is disabled afterwards, as on the service. */
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

/** Takes operations away; without `operations`, everything that the principal was granted under this name. */
export const revokeKey = request('queueside/kms/revoke', {
  params: shape({ keyId: KEY_ID, principal: NAME, operations: optional(OPERATIONS) }),
  result: type<KeySummary>(),
  stores: 'journal',
});
