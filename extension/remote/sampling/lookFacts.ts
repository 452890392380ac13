import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { Failure } from '../../../broker/connections/client/failures.ts';
import type { ListedQueue } from '../../connections/connection.ts';
import { nameOfArn } from '../../ground/text.ts';

/** What a look at a queue does depends on these: the question before it has them. */
export interface LookFacts {
  readonly queue: string;
  readonly isFifo: boolean;
  /** Other queues move messages here, which usually no consumer waits for. */
  readonly isDeadLetterQueue: boolean;
  /** After so many receives, the next one moves a message away; absent: never. */
  readonly maximumReceives?: number;
  /** Where it is moved to. */
  readonly deadLetterQueue?: string;
  /** As the service counts them, which is approximate. */
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

const ATTRIBUTES = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'RedrivePolicy',
] as const;

/** Reads what the question needs, without a look at any message. */
export async function readLookFacts(gate: Gate, queue: ListedQueue): Promise<LookFacts | Failure> {
  const [attributes, sources] = await Promise.all([
    gate.call('GetQueueAttributes', { QueueUrl: queue.url, AttributeNames: [...ATTRIBUTES] }),
    gate.call('ListDeadLetterSourceQueues', { QueueUrl: queue.url, MaxResults: 1 }),
  ]);
  if (!attributes.ok) return attributes.failure;
  const values: Readonly<Partial<Record<string, string>>> = attributes.value.Attributes ?? {};
  // Who may not ask for the sources has those that the list of queues knows.
  const known = queue.deadLetterSources.length;
  const sourceCount = sources.ok ? (sources.value.queueUrls?.length ?? 0) : known;
  return {
    queue: queue.name,
    isFifo: queue.kind === 'fifo',
    isDeadLetterQueue: Math.max(known, sourceCount) > 0,
    ...readRedrivePolicy(values['RedrivePolicy']),
    visible: readCount(values['ApproximateNumberOfMessages']),
    inFlight: readCount(values['ApproximateNumberOfMessagesNotVisible']),
    delayed: readCount(values['ApproximateNumberOfMessagesDelayed']),
  };
}

/** Both members or none: a policy that says only one of them moves nothing. */
function readRedrivePolicy(text: string | undefined): Pick<LookFacts, 'maximumReceives' | 'deadLetterQueue'> {
  let policy: { readonly maxReceiveCount?: unknown; readonly deadLetterTargetArn?: unknown } | null;
  try {
    policy = JSON.parse(text ?? '{}') as typeof policy;
  } catch {
    return {};
  }
  const maximumReceives = Number(policy?.maxReceiveCount);
  const target = policy?.deadLetterTargetArn;
  if (!Number.isSafeInteger(maximumReceives) || maximumReceives < 1 || typeof target !== 'string') return {};
  return { maximumReceives, deadLetterQueue: nameOfArn(target) };
}

function readCount(text: string | undefined): number {
  const count = Number(text ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
