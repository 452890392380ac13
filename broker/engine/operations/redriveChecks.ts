import type { AttributeMap } from '../rules/queueAttributes.ts';
import type { QueueSettings, RedriveAllowPolicy } from '../rules/queueSettings.ts';
import { type Failure, fail } from '../base/result.ts';

interface Source {
  readonly region: string;
  readonly account: string;
  readonly isFifo: boolean;
}

/** What is known of a dead-letter queue. */
export interface RedriveTarget {
  readonly isFifo: boolean;
  readonly settings: { readonly redriveAllowPolicy: RedriveAllowPolicy | undefined };
}

/** @returns undefined: there is no queue with this ARN */
export type FindRedriveTarget = (arn: string) => RedriveTarget | undefined;

/**
 * Whether the dead-letter queue in the settings accepts this queue's messages (contract §6.9, §6.10).
 * @param given what the settings were made from; errors quote it as it was sent
 */
export function checkRedrive(
  findTarget: FindRedriveTarget,
  arn: string,
  source: Source,
  settings: QueueSettings,
  given: AttributeMap,
): Failure | undefined {
  const policy = settings.redrivePolicy;
  if (policy === undefined || policy.targetArn === arn) return undefined;
  const refuse = (reason: string): Failure =>
    fail(
      'InvalidParameterValue',
      `Value ${given['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      'RedrivePolicy',
    );
  const [, , , region, account] = policy.targetArn.split(':');
  if (region !== source.region) return refuse('Dead-letter target must be in same region as the source.');
  if (account !== source.account) return refuse('Dead-letter target owner should be same as the source.');
  const target = findTarget(policy.targetArn);
  if (target === undefined) return refuse('Dead letter target does not exist.');
  if (target.isFifo !== source.isFifo)
    return refuse('Dead-letter queue must be same type of queue as the source..');
  const allow = target.settings.redriveAllowPolicy;
  const isDenied =
    allow?.permission === 'denyAll' || (allow?.permission === 'byQueue' && !allow.sourceArns.includes(arn));
  return isDenied
    ? refuse("Dead letter target's redrive allow policy does not permit this queue.")
    : undefined;
}
