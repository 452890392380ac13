import { type Result, succeed } from '../../engine/base/result.ts';
import { type KeyGrant, type KmsKey, keyArnOf } from '../../kms/key.ts';
import type { KeyOperationName, KeySummary } from '../../protocol/kms.ts';
import type { Answer } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

type KmsMethods =
  | 'listKeys'
  | 'createKey'
  | 'addKeyAlias'
  | 'removeKeyAlias'
  | 'setKeyEnabled'
  | 'scheduleKeyDeletion'
  | 'cancelKeyDeletion'
  | 'grantKey'
  | 'revokeKey';

/** Keys of the local KMS, in the broker's own account and region. */
export function createKmsHandlers({ kms, info }: ControlServices): HandlersOf<KmsMethods> {
  const changeGrants = (
    keyId: string,
    change: (grants: readonly KeyGrant[]) => KeyGrant[],
  ): Answer<KeySummary> => {
    const found = kms().findKey(keyId, info());
    return found.ok ? summarize(kms().setGrants(found.value.id, change(found.value.grants))) : found;
  };
  return {
    listKeys: () => succeed({ keys: kms().snapshot().keys.map(summarizeKey) }),
    createKey: ({ description, alias }) => {
      const { region, account } = info();
      return summarize(
        kms().createKey({
          region,
          account,
          ...(description === undefined ? undefined : { description }),
          ...(alias === undefined ? undefined : { alias }),
        }),
      );
    },
    addKeyAlias: ({ keyId, alias }) => summarize(kms().addAlias(keyId, alias)),
    removeKeyAlias: ({ keyId, alias }) => summarize(kms().removeAlias(keyId, alias)),
    setKeyEnabled: ({ keyId, isEnabled }) => summarize(kms().setEnabled(keyId, isEnabled)),
    scheduleKeyDeletion: ({ keyId, days }) => summarize(kms().scheduleDeletion(keyId, days)),
    cancelKeyDeletion: ({ keyId }) => summarize(kms().cancelDeletion(keyId)),
    grantKey: ({ keyId, principal, operations }) =>
      changeGrants(keyId, (grants) => {
        const own = operationsOf(grants, principal);
        return withGrant(grants, principal, [...own, ...operations.filter((name) => !own.includes(name))]);
      }),
    revokeKey: ({ keyId, principal, operations }) =>
      changeGrants(keyId, (grants) => {
        const left = operations === undefined ? [] : operationsOf(grants, principal);
        return withGrant(
          grants,
          principal,
          left.filter((name) => operations?.includes(name) !== true),
        );
      }),
  };
}

function operationsOf(grants: readonly KeyGrant[], principal: string): KeyOperationName[] {
  return grants.filter((grant) => grant.principal === principal).flatMap(({ operations }) => operations);
}

function withGrant(
  grants: readonly KeyGrant[],
  principal: string,
  operations: readonly KeyOperationName[],
): KeyGrant[] {
  const others = grants.filter((grant) => grant.principal !== principal);
  return operations.length === 0 ? others : [...others, { principal, operations }];
}

function summarize(result: Result<KmsKey>): Answer<KeySummary> {
  return result.ok ? succeed(summarizeKey(result.value)) : result;
}

function summarizeKey(key: KmsKey): KeySummary {
  const { id, description, usage, state, isManaged, createdAt, deletionAt, aliases, grants } = key;
  return {
    keyId: id,
    arn: keyArnOf(key),
    description,
    usage,
    state,
    isManaged,
    createdAt,
    ...(deletionAt === undefined ? undefined : { deletionAt }),
    aliases,
    grants,
  };
}
