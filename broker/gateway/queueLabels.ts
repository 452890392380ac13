import { readQueueUrl } from '../connections/queueAddress.ts';
import type { ForwardedCall } from './forwardedCall.ts';

/** Whose queues need no more than their names. */
export interface OwnQueues {
  /** Of the connection, 12 digits; undefined: it is not known. */
  readonly account: string | undefined;
  readonly region: string;
}

const QUEUE_ARN = /^arn:[^:]*:sqs:([^:]*):([^:]*):([^:]+)$/;
/** Emulators have no accounts, or only this one. */
const ANY_ACCOUNT = '000000000000';

/**
 * What the queues of a call are called in questions and answers: their names, with the account and the region where these are not those
 * of the connection. An answer about one of them counts for no other of the same name.
 */
export function listQueueLabels({ input, queue, caller }: ForwardedCall, own: OwnQueues): readonly string[] {
  const { QueueUrl, QueueUrls, QueueName, QueueOwnerAWSAccountId, SourceArn, DestinationArn, TaskHandle } =
    input ?? {};
  const label = (name: string, account: string | undefined, region = caller.region): string => {
    const isOwn = account === undefined || account === own.account || account === ANY_ACCOUNT;
    const named = isOwn ? name : `${account}/${name}`;
    return region === own.region ? named : `${named} (${region})`;
  };
  const ofUrl = (url: unknown): readonly string[] => {
    if (typeof url !== 'string') return [];
    const address = readQueueUrl(url);
    return [address === undefined ? url : label(address.name, address.account)];
  };
  const ofArn = (arn: unknown): readonly string[] => {
    if (typeof arn !== 'string') return [];
    const [, region, account, name] = QUEUE_ARN.exec(arn) ?? [];
    return [name === undefined ? arn : label(name, account, region)];
  };
  const labels = [
    ...[QueueUrl, ...(Array.isArray(QueueUrls) ? (QueueUrls as unknown[]) : [])].flatMap(ofUrl),
    ...[SourceArn, DestinationArn, readTaskSource(TaskHandle)].flatMap(ofArn),
    ...(typeof QueueName === 'string'
      ? [label(QueueName, typeof QueueOwnerAWSAccountId === 'string' ? QueueOwnerAWSAccountId : undefined)]
      : []),
  ];
  if (labels.length === 0 && queue !== undefined) return [label(queue.name, queue.account)];
  return [...new Set(labels)];
}

/** The source of a move task, which its handle has in it on Amazon SQS. */
function readTaskSource(handle: unknown): unknown {
  if (typeof handle !== 'string') return undefined;
  try {
    const task: unknown = JSON.parse(Buffer.from(handle, 'base64').toString());
    return typeof task === 'object' && task !== null && 'sourceArn' in task ? task.sourceArn : undefined;
  } catch {
    return undefined;
  }
}
