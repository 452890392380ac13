import { MAXIMUM_SOURCE_QUEUES, REDRIVE_PERMISSIONS } from '../../api/queueAttributes.ts';
import { RANGES } from '../base/limits.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from './queueSettings.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

const REDRIVE_MEMBERS = ['deadLetterTargetArn', 'maxReceiveCount'];
const ALLOW_MEMBERS = ['redrivePermission', 'sourceQueueArns'];
const CANNOT_CREATE = "Amazon SQS can't create the redrive allow policy";
/** Ten ARNs of the longest names have fewer characters. */
const MAX_LENGTH = 8192;

function refuse(text: string, parameter: string, reason: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${text.slice(0, MAX_LENGTH)} for parameter ${parameter} is invalid. Reason: ${reason}`,
    parameter,
  );
}

/** The value does not have the required form. */
function refuseForm(parameter: string, reason: string): Failure {
  return fail(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${parameter}. Reason: ${reason}`,
    parameter,
  );
}

function hasOnly(policy: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(policy).every((name) => names.includes(name));
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

/** The shape rules of a RedrivePolicy (contract §6.9); the engine checks its target. */
export function parseRedrivePolicy(text: string): Result<RedrivePolicy> {
  const policy = parseObject(text);
  if (policy === undefined) return refuseForm('RedrivePolicy', 'Redrive policy is not a valid JSON map.');
  const target = policy['deadLetterTargetArn'];
  const count = policy['maxReceiveCount'];
  if (count === undefined) {
    return refuse(
      text,
      'RedrivePolicy',
      'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    );
  }
  if (target === undefined) {
    return refuse(
      text,
      'RedrivePolicy',
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    );
  }
  if (!hasOnly(policy, REDRIVE_MEMBERS)) {
    return refuse(
      text,
      'RedrivePolicy',
      `Only following attributes are supported: [${REDRIVE_MEMBERS.join(', ')}].`,
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
  const permission = REDRIVE_PERMISSIONS.find((known) => known === policy?.['redrivePermission']);
  const arns = policy?.['sourceQueueArns'] ?? undefined;
  if (
    policy === undefined ||
    permission === undefined ||
    !hasOnly(policy, ALLOW_MEMBERS) ||
    !isListOfTexts(arns)
  ) {
    return refuseForm(name, `${CANNOT_CREATE}, as it's in an unsupported format.`);
  }
  if (permission !== 'byQueue') {
    if (arns === undefined) return succeed({ permission, sourceArns: [] });
    return refuse(
      text,
      name,
      `${CANNOT_CREATE}. You can specify source queue ARNs only when the permission type is byQueue.`,
    );
  }
  if (arns === undefined || arns.length < 1 || arns.length > MAXIMUM_SOURCE_QUEUES) {
    return refuse(
      text,
      name,
      `${CANNOT_CREATE}. When you specify the byQueue permission type, you must also specify between 1 and ${MAXIMUM_SOURCE_QUEUES} source queue ARNs.`,
    );
  }
  return succeed({ permission, sourceArns: arns });
}

function isListOfTexts(value: unknown): value is readonly string[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
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
