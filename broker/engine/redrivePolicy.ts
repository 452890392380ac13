import { RANGES } from './limits.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from './queueSettings.ts';
import { type Failure, type Result, fail, succeed } from './result.ts';

/** Ten ARNs of the longest names have fewer characters. */
const MAX_LENGTH = 8192;

function refuse(text: string, parameter: string, reason: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${text.slice(0, MAX_LENGTH)} for parameter ${parameter} is invalid. Reason: ${reason}`,
    parameter,
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The shape rules of a RedrivePolicy (contract §6.9); whether its target will do is the engine's to say. */
export function parseRedrivePolicy(text: string): Result<RedrivePolicy> {
  const policy = parseObject(text);
  if (policy === undefined) return refuse(text, 'RedrivePolicy', 'Redrive policy is not a valid JSON map.');
  const target = policy['deadLetterTargetArn'];
  const count = policy['maxReceiveCount'];
  if (target === undefined) {
    return refuse(
      text,
      'RedrivePolicy',
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    );
  }
  if (count === undefined) {
    return refuse(
      text,
      'RedrivePolicy',
      'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    );
  }
  if (typeof target !== 'string' || !/^arn:[^:]+:sqs:[^:]*:[^:]*:[^:]+$/.test(target)) {
    return refuse(text, 'RedrivePolicy', 'Invalid value for deadLetterTargetArn.');
  }
  const { min, max } = RANGES.maxReceiveCount;
  const isWhole =
    typeof count === 'number' ? Number.isInteger(count) : typeof count === 'string' && /^\d+$/.test(count);
  const maxReceiveCount = Number(count);
  if (!isWhole || maxReceiveCount < min || maxReceiveCount > max) {
    const shown = typeof count === 'string' ? count : JSON.stringify(count);
    return refuse(
      text,
      'RedrivePolicy',
      `Invalid value for maxReceiveCount: ${shown}, valid values are from ${min} to ${max} both inclusive.`,
    );
  }
  return succeed({ targetArn: target, maxReceiveCount });
}

/** The rules of a RedriveAllowPolicy (contract §6.10). */
export function parseRedriveAllowPolicy(text: string): Result<RedriveAllowPolicy> {
  const name = 'RedriveAllowPolicy';
  const policy = parseObject(text);
  if (policy === undefined) return refuse(text, name, 'The redrive allow policy is not a valid JSON map.');
  const permission = policy['redrivePermission'];
  const arns = policy['sourceQueueArns'];
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue') {
    return refuse(text, name, 'redrivePermission must be one of allowAll, denyAll, byQueue.');
  }
  if (permission !== 'byQueue') {
    if (arns !== undefined)
      return refuse(text, name, `sourceQueueArns must not be given with redrivePermission ${permission}.`);
    return succeed({ permission, sourceArns: [] });
  }
  if (
    !Array.isArray(arns) ||
    arns.length < 1 ||
    arns.length > 10 ||
    !arns.every((arn): arn is string => typeof arn === 'string')
  ) {
    return refuse(text, name, 'sourceQueueArns must name 1 to 10 queues with redrivePermission byQueue.');
  }
  return succeed({ permission, sourceArns: arns });
}

/** As GetQueueAttributes returns it: canonical, with a numeric count. */
export function formatRedrivePolicy(policy: RedrivePolicy): string {
  return JSON.stringify({ deadLetterTargetArn: policy.targetArn, maxReceiveCount: policy.maxReceiveCount });
}

export function formatRedriveAllowPolicy(policy: RedriveAllowPolicy): string {
  return JSON.stringify(
    policy.permission === 'byQueue'
      ? { redrivePermission: policy.permission, sourceQueueArns: policy.sourceArns }
      : { redrivePermission: policy.permission },
  );
}
