import { NUMBER_ATTRIBUTES } from '../../api/queueAttributes.ts';
import type { Engine } from '../engine.ts';
import type { AttributeMap } from '../rules/queueAttributes.ts';
import type { Queue } from '../state/queue.ts';
import { formatRedriveAllowPolicy, formatRedrivePolicy } from '../rules/redrivePolicy.ts';
import { type Result, fail, succeed } from '../base/result.ts';

/** Reads one attribute; undefined if the queue does not have it now. */
type Reader = (queue: Queue) => string | undefined;

function epochSeconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}

/** Every readable attribute in the order of an answer (contract §4.1). */
const READERS: Readonly<Record<string, Reader>> = {
  ApproximateNumberOfMessages: (queue) => String(queue.visibleCount),
  ApproximateNumberOfMessagesNotVisible: (queue) => String(queue.inFlightCount),
  ApproximateNumberOfMessagesDelayed: (queue) => String(queue.delayedCount),
  CreatedTimestamp: (queue) => epochSeconds(queue.createdAt),
  DelaySeconds: (queue) => String(queue.settings.delaySeconds),
  LastModifiedTimestamp: (queue) => epochSeconds(queue.modifiedAt),
  MaximumMessageSize: (queue) => String(queue.settings.maximumMessageBytes),
  MessageRetentionPeriod: (queue) => String(queue.settings.retentionSeconds),
  QueueArn: (queue) => queue.arn,
  ReceiveMessageWaitTimeSeconds: (queue) => String(queue.settings.receiveWaitSeconds),
  SqsManagedSseEnabled: (queue) => String(queue.settings.sqsManagedSse),
  VisibilityTimeout: (queue) => String(queue.settings.visibilitySeconds),
  Policy: (queue) => queue.settings.policy,
  RedrivePolicy: ({ settings }) => settings.redrivePolicy && formatRedrivePolicy(settings.redrivePolicy),
  RedriveAllowPolicy: ({ settings }) =>
    settings.redriveAllowPolicy && formatRedriveAllowPolicy(settings.redriveAllowPolicy),
  KmsMasterKeyId: (queue) => queue.settings.kmsMasterKeyId,
  KmsDataKeyReusePeriodSeconds: ({ settings }) =>
    settings.kmsReuseSeconds === NUMBER_ATTRIBUTES.KmsDataKeyReusePeriodSeconds.default
      ? undefined
      : String(settings.kmsReuseSeconds),
  FifoQueue: (queue) => (queue.isFifo ? 'true' : undefined),
  ContentBasedDeduplication: ({ settings }) =>
    settings.fifo && String(settings.fifo.contentBasedDeduplication),
  DeduplicationScope: ({ settings }) => settings.fifo?.deduplicationScope,
  FifoThroughputLimit: ({ settings }) => settings.fifo?.throughputLimit,
};

/**
 * GetQueueAttributes (contract §1.5): the named attributes that the queue has; `All` names all of them.
 * Errors: InvalidAttributeName.
 */
export function readAttributes(engine: Engine, queue: Queue, names: readonly string[]): Result<AttributeMap> {
  engine.begin();
  engine.settle();
  const wanted = new Set<string>();
  for (const name of names) {
    if (name === 'All') for (const each of Object.keys(READERS)) wanted.add(each);
    else if (Object.hasOwn(READERS, name)) wanted.add(name);
    else return fail('InvalidAttributeName', `Unknown Attribute ${name}.`, name);
  }
  const attributes: Record<string, string> = {};
  for (const name of wanted) {
    const value = READERS[name]?.(queue);
    if (value !== undefined) attributes[name] = value;
  }
  return succeed(attributes);
}
