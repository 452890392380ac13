import {
  findRegionOfQueueUrl,
  formatQueueArn,
  readQueueUrl,
  writeQueueUrl,
} from '../../broker/connections/queueAddress.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { ListedQueue } from '../connections/connection.ts';

/** What the counts of a queue are read from, with the queue that takes its dead letters. */
export const COUNT_ATTRIBUTES = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'RedrivePolicy',
] as const;

type Attributes = Readonly<Partial<Record<string, string>>>;

/** @returns undefined for a URL that is none of a queue: a peer can list anything */
export function describeListed(url: string, { partition, region }: Place): ListedQueue | undefined {
  const address = readQueueUrl(url);
  return (
    address && {
      arn: formatQueueArn(partition, region, address),
      name: address.name,
      url,
      kind: address.name.endsWith('.fifo') ? 'fifo' : 'standard',
      counts: { visible: 0, inFlight: 0, delayed: 0 },
      deadLetterSources: [],
      heldCount: 0,
      isUncounted: true,
    }
  );
}

/**
 * The URL of a queue that was added is made from the endpoint: no URL decides where a call goes.
 * @returns undefined also for one of another region: the same name would be another queue
 */
export function describeAdded(url: string, place: Place): ListedQueue | undefined {
  if ((findRegionOfQueueUrl(url) ?? place.region) !== place.region) return undefined;
  const address = readQueueUrl(url);
  return address && describeListed(writeQueueUrl(place.endpoint, address), place);
}

export function countQueue(queue: ListedQueue, attributes: Attributes): ListedQueue {
  const target = readDeadLetterTarget(attributes['RedrivePolicy']);
  const { arn, name, url, kind, deadLetterSources, heldCount } = queue;
  return {
    arn,
    name,
    url,
    kind,
    deadLetterSources,
    heldCount,
    counts: {
      visible: readCount(attributes['ApproximateNumberOfMessages']),
      inFlight: readCount(attributes['ApproximateNumberOfMessagesNotVisible']),
      delayed: readCount(attributes['ApproximateNumberOfMessagesDelayed']),
    },
    ...(target !== undefined && { deadLetterTarget: target }),
  };
}

/** Fills in, for each queue, those that name it as their dead-letter queue, as far as that is known. */
export function linkDeadLetters(queues: readonly ListedQueue[]): ListedQueue[] {
  const sources = new Map<string, string[]>();
  for (const { arn, deadLetterTarget } of queues) {
    if (deadLetterTarget === undefined) continue;
    sources.set(deadLetterTarget, [...(sources.get(deadLetterTarget) ?? []), arn]);
  }
  return queues.map((queue) => {
    const deadLetterSources = sources.get(queue.arn) ?? [];
    const isSame = deadLetterSources.length === 0 && queue.deadLetterSources.length === 0;
    return isSame ? queue : { ...queue, deadLetterSources };
  });
}

function readCount(text: string | undefined): number {
  const count = Number(text ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}

function readDeadLetterTarget(policy: string | undefined): string | undefined {
  try {
    const parsed: unknown = JSON.parse(policy ?? '{}');
    const target = (parsed as { readonly deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
    return typeof target === 'string' ? target : undefined;
  } catch {
    return undefined;
  }
}

export function isSameQueue(one: ListedQueue | undefined, other: ListedQueue): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
