import type { ContractMessage, ContractQueue } from './contractQueue.ts';
import { ACCOUNT, REGION, refuse, type World } from './world.ts';

/** Lowest, highest and first value of the attributes that are numbers. */
const NUMBERS: Readonly<Record<string, readonly [number, number, number]>> = {
  VisibilityTimeout: [0, 43_200, 30],
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  KmsDataKeyReusePeriodSeconds: [60, 86_400, 300],
};
const FIFO_CHOICES: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['false', 'true'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const READ_ONLY = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
  'FifoQueue',
];
const SETTABLE = [
  ...Object.keys(NUMBERS),
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'KmsMasterKeyId',
  ...Object.keys(FIFO_CHOICES),
];

type Values = Readonly<Record<string, string>>;

export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

export function firstAttributes(isFifo: boolean): Record<string, string> {
  const numbers = Object.entries(NUMBERS).map(([name, [, , first]]) => [name, String(first)]);
  const choices = Object.entries(FIFO_CHOICES).map(([name, [first]]) => [name, first]);
  return Object.fromEntries([
    ...numbers,
    ['SqsManagedSseEnabled', 'true'],
    ...(isFifo ? choices : []),
  ]) as Record<string, string>;
}

/** What comes of giving attributes to a queue, in the form in which they are answered. */
export function giveAttributes(current: Values, given: Values): Record<string, string> {
  if (isTrue(given['SqsManagedSseEnabled']) && (given['KmsMasterKeyId'] ?? '') !== '')
    refuse('InvalidAttributeName');
  const isFifo = current['DeduplicationScope'] !== undefined;
  const result = { ...current };
  for (const [name, value] of Object.entries(given)) giveAttribute(result, name, value, isFifo);
  if (
    result['FifoThroughputLimit'] === 'perMessageGroupId' &&
    result['DeduplicationScope'] !== 'messageGroup'
  )
    refuse('InvalidAttributeValue');
  return result;
}

function giveAttribute(result: Record<string, string>, name: string, value: string, isFifo: boolean): void {
  const range = NUMBERS[name];
  const choices = FIFO_CHOICES[name];
  if (range !== undefined) {
    const [lowest, highest] = range;
    if (!/^\d+$/.test(value) || Number(value) < lowest || Number(value) > highest)
      refuse('InvalidAttributeValue');
    result[name] = String(Number(value));
  } else if (choices !== undefined) {
    if (!isFifo) refuse('InvalidAttributeName');
    const text = name === 'ContentBasedDeduplication' ? value.toLowerCase() : value;
    result[name] = choices.includes(text) ? text : refuse('InvalidAttributeValue');
  } else if (name === 'FifoQueue') {
    if (!isFifo) refuse('InvalidAttributeName');
    if (!isTrue(value)) refuse('InvalidAttributeValue');
  } else if (name === 'SqsManagedSseEnabled') {
    if (!['true', 'false'].includes(value.toLowerCase())) refuse('InvalidAttributeValue');
    result[name] = value.toLowerCase();
    if (isTrue(value)) delete result['KmsMasterKeyId'];
  } else if (!SETTABLE.includes(name)) refuse('InvalidAttributeName');
  else if (value === '') delete result[name];
  else {
    if (name === 'KmsMasterKeyId') result['SqsManagedSseEnabled'] = 'false';
    if (name === 'Policy') checkPolicy(value);
    result[name] =
      name === 'RedrivePolicy'
        ? readRedrivePolicy(value)
        : name === 'RedriveAllowPolicy'
          ? readRedriveAllowPolicy(value)
          : value;
  }
}

function readMap(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse('InvalidAttributeValue');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('InvalidAttributeValue');
  return value as Record<string, unknown>;
}

/** As far as the histories go: at most 20 statements, of a known version, each with a principal. */
function checkPolicy(text: string): void {
  const { Statement: given, Version: version = '2012-10-17' } = readMap(text);
  const statements = Array.isArray(given) ? (given as unknown[]) : [given];
  if (!['2012-10-17', '2008-10-17'].includes(version as string)) refuse('InvalidAttributeValue');
  if (statements.length > 20) refuse('OverLimit');
  const isForSomebody = (statement: unknown): boolean =>
    (statement as { readonly Principal?: unknown } | undefined)?.Principal !== undefined;
  if (!statements.every(isForSomebody)) refuse('InvalidAttributeValue');
}

function readRedrivePolicy(text: string): string {
  const { deadLetterTargetArn: target, maxReceiveCount: count, ...others } = readMap(text);
  const isGood =
    typeof target === 'string' &&
    target.startsWith('arn:aws:sqs:') &&
    Object.keys(others).length === 0 &&
    /^\d+$/.test(String(count)) &&
    Number(count) >= 1 &&
    Number(count) <= 1000;
  if (!isGood) refuse('InvalidParameterValue');
  return JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: Number(count) });
}

function readRedriveAllowPolicy(text: string): string {
  const { redrivePermission: permission, sourceQueueArns: arns, ...others } = readMap(text);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(permission as string) || Object.keys(others).length > 0)
    refuse('InvalidAttributeValue');
  if (arns !== undefined && !Array.isArray(arns)) refuse('InvalidAttributeValue');
  const count = (arns as readonly string[] | undefined)?.length;
  const isGood =
    permission === 'byQueue' ? count !== undefined && count >= 1 && count <= 10 : count === undefined;
  if (!isGood) refuse('InvalidParameterValue');
  return JSON.stringify({ redrivePermission: permission, sourceQueueArns: arns });
}

export function redriveOf({
  attributes,
}: {
  readonly attributes: Values;
}): { arn: string; max: number } | undefined {
  const text = attributes['RedrivePolicy'];
  if (text === undefined) return undefined;
  const policy = JSON.parse(text) as { deadLetterTargetArn: string; maxReceiveCount: number };
  return { arn: policy.deadLetterTargetArn, max: policy.maxReceiveCount };
}

/** The dead-letter queue is one of the same account, region and kind that lets this queue use it; or the queue itself. */
export function checkTarget(world: World, name: string, attributes: Values): void {
  const redrive = redriveOf({ attributes });
  const own = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  if (redrive === undefined || redrive.arn === own) return;
  const target = world.queueOfArn(redrive.arn);
  if (target === undefined || target.isFifo !== name.endsWith('.fifo')) refuse('InvalidParameterValue');
  const allow = target.attributes['RedriveAllowPolicy'];
  if (allow === undefined) return;
  const { redrivePermission: permission, sourceQueueArns: arns = [] } = JSON.parse(allow) as {
    redrivePermission: string;
    sourceQueueArns?: string[];
  };
  if (permission === 'denyAll' || (permission === 'byQueue' && !arns.includes(own)))
    refuse('InvalidParameterValue');
}

/** The attributes that a queue has, by the names that were asked for. */
export function showAttributes(queue: ContractQueue, names: readonly string[]): Record<string, string> {
  const count = (state: ContractMessage['state']): string => String(queue.count(state));
  const all: Record<string, string> = {
    ...queue.attributes,
    ApproximateNumberOfMessages: count('visible'),
    ApproximateNumberOfMessagesNotVisible: count('inFlight'),
    ApproximateNumberOfMessagesDelayed: count('delayed'),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    QueueArn: queue.arn,
    ...(queue.isFifo ? { FifoQueue: 'true' } : {}),
  };
  if (all['KmsDataKeyReusePeriodSeconds'] === '300') delete all['KmsDataKeyReusePeriodSeconds'];
  if (names.some((name) => name !== 'All' && ![...SETTABLE, ...READ_ONLY].includes(name)))
    refuse('InvalidAttributeName');
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
