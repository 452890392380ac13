import { randomUUID } from 'node:crypto';
import { ACTION_NAMES } from '../../../broker/api/actions.ts';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import { VALID_CALLS } from '../../conformance/support/validCalls.ts';
import type { InsideSuite } from '../../conformance/support/suite.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Makes a good call of each action of the service.
 * @param preparing makes what they need: queues, messages, tasks
 * @returns the kind of failure and what the user reads, by the action, of those that fail
 */
export async function callEveryAction(
  gate: Gate,
  preparing: Gate = gate,
): Promise<Readonly<Record<string, string>>> {
  const failures: Record<string, string> = {};
  const expect = async (action: string, input: object): Promise<Members> => {
    const answer = await preparing.call(action as 'ListQueues', input);
    if (!answer.ok) throw new Error(`needs ${action}: ${answer.failure.message}`);
    return answer.value as unknown as Members;
  };
  const suite = {
    client: { expect },
    createQueue: async (attributes: Readonly<Record<string, string>> = {}) => {
      const QueueName = `${randomUUID()}${attributes['FifoQueue'] === undefined ? '' : '.fifo'}`;
      return (await expect('CreateQueue', { QueueName, Attributes: attributes }))['QueueUrl'];
    },
    send: (QueueUrl: string, input: object = {}) =>
      expect('SendMessage', { QueueUrl, MessageBody: 'x', ...input }),
    receive: async (QueueUrl: string, input: object = {}) =>
      (await expect('ReceiveMessage', { QueueUrl, ...input }))['Messages'],
  } as unknown as InsideSuite;
  for (const action of ACTION_NAMES) {
    try {
      // Accounts differ between endpoints.
      const { QueueOwnerAWSAccountId: _, ...input } = (await VALID_CALLS[action]?.(suite)) ?? {};
      const answer = await gate.call(action as 'ListQueues', input);
      if (!answer.ok) failures[action] = `${answer.failure.kind}: ${answer.failure.message}`;
    } catch (error) {
      failures[action] = (error as Error).message;
    }
  }
  return failures;
}
