import { type NoParams, request } from './method.ts';

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

export interface CreateKeyParams {
  readonly description?: string;
  /** Such as `alias/orders`. */
  readonly alias?: string;
}

export interface KeyParams {
  readonly keyId: string;
}

export interface KeyAliasParams extends KeyParams {
  readonly alias: string;
}

export const listKeys = request<NoParams, { readonly keys: readonly KeySummary[] }>('queueside/kms/list');
/** Everybody may use a new key; errors: InvalidParameterValue for an alias that does not fit or is taken, OverLimit. */
export const createKey = request<CreateKeyParams, KeySummary>('queueside/kms/create');
export const addKeyAlias = request<KeyAliasParams, KeySummary>('queueside/kms/addAlias');
export const removeKeyAlias = request<KeyAliasParams, KeySummary>('queueside/kms/removeAlias');
export const setKeyEnabled = request<KeyParams & { readonly isEnabled: boolean }, KeySummary>(
  'queueside/kms/setEnabled',
);
/** `days`: 7-30, default 30. */
export const scheduleKeyDeletion = request<KeyParams & { readonly days?: number }, KeySummary>(
  'queueside/kms/scheduleDeletion',
);
/** The key is disabled afterwards, as on the service. */
export const cancelKeyDeletion = request<KeyParams, KeySummary>('queueside/kms/cancelDeletion');
/** Adds operations to what a principal may do; none are taken away. */
export const grantKey = request<KeyParams & KeyGrantView, KeySummary>('queueside/kms/grant');
/** Takes operations away; without `operations`, all that the principal has. */
export const revokeKey = request<
  KeyParams & { readonly principal: string; readonly operations?: readonly KeyOperationName[] },
  KeySummary
>('queueside/kms/revoke');
