import * as l10n from '@vscode/l10n';
import { isSettable, type SettableAttribute } from '../api/queueAttributes.ts';

/** What people call the attributes of a queue, in the words of the AWS console. Call it when the language is known. */
export function labelAttributes(): Readonly<Record<SettableAttribute, string>> {
  return {
    VisibilityTimeout: l10n.t('Visibility timeout'),
    MessageRetentionPeriod: l10n.t('Message retention period'),
    DelaySeconds: l10n.t('Delivery delay'),
    ReceiveMessageWaitTimeSeconds: l10n.t('Receive message wait time'),
    MaximumMessageSize: l10n.t('Maximum message size'),
    ContentBasedDeduplication: l10n.t('Content-based deduplication'),
    DeduplicationScope: l10n.t('Deduplication scope'),
    FifoThroughputLimit: l10n.t('FIFO throughput limit'),
    RedrivePolicy: l10n.t('Dead-letter queue'),
    RedriveAllowPolicy: l10n.t('Redrive allow policy'),
    SqsManagedSseEnabled: l10n.t('SSE-SQS encryption'),
    KmsMasterKeyId: l10n.t('KMS key'),
    KmsDataKeyReusePeriodSeconds: l10n.t('Data key reuse period'),
    Policy: l10n.t('Access policy'),
  };
}

/** Those that are only read. */
function labelOthers(): Readonly<Record<string, string>> {
  return {
    CreatedTimestamp: l10n.t('Created'),
    FifoQueue: l10n.t('FIFO queue'),
    LastModifiedTimestamp: l10n.t('Last modified'),
    QueueArn: 'ARN',
  };
}

/** The label of an attribute; its name if it has none. */
export function labelAttribute(name: string): string {
  if (isSettable(name)) return labelAttributes()[name];
  const others = labelOthers();
  return Object.hasOwn(others, name) ? (others[name] ?? name) : name;
}
