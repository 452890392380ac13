import { namesOf, type Principal } from '../auth/principal.ts';
import { type Failure, type Result, fail, succeed } from '../engine/base/result.ts';
import { type KeyOperation, type KmsKey, keyArnOf } from './key.ts';
import { type KeyHome, type Kms, refuseUnusable } from './kms.ts';

/** A queue, as far as its key is concerned. */
export interface EncryptedQueue extends KeyHome {
  /** The `KmsMasterKeyId` attribute; undefined: not encrypted by a key of the KMS. */
  readonly kmsMasterKeyId: string | undefined;
}

/** {@link checkQueueKey} of one KMS. */
export type CheckKey = (
  queue: EncryptedQueue,
  principal: Principal,
  purpose: 'send' | 'receive',
) => Result<undefined>;

/** Producers make data keys and read them back; consumers only read (contract §9.5). */
const OPERATIONS: Readonly<Record<'send' | 'receive', readonly KeyOperation[]>> = {
  send: ['GenerateDataKey', 'Decrypt'],
  receive: ['Decrypt'],
};

/**
 * Whether a principal may use the key of a queue to send or receive. A broker does not cache responses of the KMS, so a
 * change of a key shows at once, where the service would notice it only when the reuse period of the data key is over.
 * Errors: KmsNotFound, KmsDisabled, KmsInvalidState, KmsInvalidKeyUsage, KmsAccessDenied.
 */
export function checkQueueKey(
  kms: Kms,
  queue: EncryptedQueue,
  principal: Principal,
  purpose: 'send' | 'receive',
): Result<undefined> {
  if (queue.kmsMasterKeyId === undefined) return succeed(undefined);
  const found = kms.findKey(queue.kmsMasterKeyId, queue);
  if (!found.ok) return found;
  for (const operation of OPERATIONS[purpose]) {
    const refusal =
      refuseUnusable(found.value, operation) ?? refusePrincipal(found.value, principal, operation);
    if (refusal !== undefined) return refusal;
  }
  return succeed(undefined);
}

/**
 * Services are checked like users. With `auth: off`, callers are anonymous: then everyone may use a key, unless it has
 * no grant at all for the operation.
 */
function refusePrincipal(key: KmsKey, principal: Principal, operation: KeyOperation): Failure | undefined {
  const grantees = key.grants
    .filter(({ operations }) => operations.includes(operation))
    .map((grant) => grant.principal);
  if (principal.kind === 'unverified' ? grantees.length > 0 : isGranted(grantees, principal))
    return undefined;
  const action = `kms:${operation}`;
  return fail(
    'KmsAccessDenied',
    `User: ${nameOf(principal)} is not authorized to perform: ${action} on resource: ${keyArnOf(key)} because no resource-based policy allows the ${action} action`,
  );
}

function isGranted(grantees: readonly string[], principal: Principal): boolean {
  if (grantees.includes('*')) return true;
  if (principal.kind === 'service') return grantees.includes(principal.name);
  if (principal.kind !== 'user') return false;
  const names = [...namesOf(principal), principal.account, `arn:aws:iam::${principal.account}:root`];
  return grantees.some((grantee) => names.includes(grantee));
}

function nameOf(principal: Principal): string {
  if (principal.kind === 'user') return principal.arn;
  return principal.kind === 'service' ? principal.name : 'anonymous';
}
