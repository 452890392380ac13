import { nameOfArn } from '../../ground/text.ts';
import type { PlanFacts } from './transferPlan.ts';
import type { TransferQueue } from './transferEnds.ts';

/**
 * How many messages a source has that can be taken, and what receiving them may do. Counts of other endpoints are read now; they
 * are approximate.
 * @throws Error if they cannot be read
 */
export async function readSourceFacts({
  placed: { connection, queue },
  remote,
}: TransferQueue): Promise<Pick<PlanFacts, 'expected' | 'deadLetters'>> {
  if (remote === undefined) {
    await connection.queues.refresh();
    const { visible, inFlight, delayed } = (connection.queues.findByArn(queue.arn) ?? queue).counts;
    return { expected: visible + inFlight + delayed };
  }
  const answer = await remote.gate.call('GetQueueAttributes', {
    QueueUrl: queue.url,
    AttributeNames: ['ApproximateNumberOfMessages', 'RedrivePolicy'],
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  const { ApproximateNumberOfMessages: count = '0', RedrivePolicy: policy } = answer.value.Attributes ?? {};
  const deadLetters = readDeadLetters(policy);
  return { expected: Math.max(0, Number.parseInt(count, 10) || 0), ...(deadLetters && { deadLetters }) };
}

/** @returns undefined without a policy, and for one that cannot be read */
function readDeadLetters(policy: string | undefined): PlanFacts['deadLetters'] {
  try {
    const parsed = JSON.parse(policy ?? '{}') as Readonly<Record<string, unknown>>;
    const { deadLetterTargetArn: arn, maxReceiveCount } = parsed;
    const maximumReceives = Number(maxReceiveCount);
    return typeof arn === 'string' && Number.isInteger(maximumReceives)
      ? { maximumReceives, queueName: nameOfArn(arn) }
      : undefined;
  } catch {
    return undefined;
  }
}
