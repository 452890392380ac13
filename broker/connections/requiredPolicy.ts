import { listPermittedActions } from '../protection/permittedActions.ts';
import type { ProtectionLevel } from '../protection/protectionLevel.ts';
import type { Place } from './place.ts';

/** To receive and to send messages of queues with SSE-KMS. */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

/** What a connection must be allowed to call. */
export interface RequiredPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * The IAM policy for what a connection may call on its level, and nothing more. Asking whose the keys are needs no permission.
 * @param account 12 digits; undefined: it is not known, and any is meant
 */
export function writeRequiredPolicy(
  level: ProtectionLevel,
  { partition, region }: Pick<Place, 'partition' | 'region'>,
  account = '*',
): RequiredPolicy {
  const changes = level !== 'readOnly';
  const allow = (Sid: string, Action: readonly string[], Resource: string): Statement => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
  });
  const actions = listPermittedActions(level)
    .filter((name) => name !== 'ListQueues')
    .toSorted()
    .map((name) => `sqs:${name}`);
  return {
    Version: '2012-10-17',
    Statement: [
      // It names no queue.
      allow('ListQueues', ['sqs:ListQueues'], '*'),
      allow(changes ? 'UseQueues' : 'ReadQueues', actions, `arn:${partition}:sqs:${region}:${account}:*`),
      ...(changes
        ? [
            {
              ...allow('EncryptedQueues', KEY_ACTIONS, `arn:${partition}:kms:${region}:${account}:key/*`),
              // Not for anything else that the keys encrypt.
              Condition: { StringLike: { 'kms:ViaService': `sqs.${region}.*` } },
            },
          ]
        : []),
    ],
  };
}
