import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { ActionName } from '../../api/actions.ts';
import { hasHiddenEffect, isRepeatable, mayBeDone, UnrepeatableError } from './repeats.ts';

/** One for each action of the service: what is missing here does not compile, and what is unknown is not called. */
export const COMMANDS = {
  AddPermission: AddPermissionCommand,
  CancelMessageMoveTask: CancelMessageMoveTaskCommand,
  ChangeMessageVisibility: ChangeMessageVisibilityCommand,
  ChangeMessageVisibilityBatch: ChangeMessageVisibilityBatchCommand,
  CreateQueue: CreateQueueCommand,
  DeleteMessage: DeleteMessageCommand,
  DeleteMessageBatch: DeleteMessageBatchCommand,
  DeleteQueue: DeleteQueueCommand,
  GetQueueAttributes: GetQueueAttributesCommand,
  GetQueueUrl: GetQueueUrlCommand,
  ListDeadLetterSourceQueues: ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasks: ListMessageMoveTasksCommand,
  ListQueues: ListQueuesCommand,
  ListQueueTags: ListQueueTagsCommand,
  PurgeQueue: PurgeQueueCommand,
  ReceiveMessage: ReceiveMessageCommand,
  RemovePermission: RemovePermissionCommand,
  SendMessage: SendMessageCommand,
  SendMessageBatch: SendMessageBatchCommand,
  SetQueueAttributes: SetQueueAttributesCommand,
  StartMessageMoveTask: StartMessageMoveTaskCommand,
  TagQueue: TagQueueCommand,
  UntagQueue: UntagQueueCommand,
} as const satisfies Record<ActionName, unknown>;

type CommandOf<A extends ActionName> = InstanceType<(typeof COMMANDS)[A]>;

export type InputOf<A extends ActionName> = CommandOf<A>['input'];

type Resolver<A extends ActionName> = ReturnType<CommandOf<A>['resolveMiddleware']>;

export type OutputOf<A extends ActionName> = Awaited<ReturnType<Resolver<A>>>['output'];

/** @throws what the SDK throws; with `isUnsure` if a message may have been sent or received by the call all the same */
export async function sendCommand<A extends ActionName>(
  client: SQSClient,
  action: A,
  input: InputOf<A>,
  signal: AbortSignal,
): Promise<OutputOf<A>> {
  const Command = COMMANDS[action] as unknown as new (
    members: InputOf<A>,
  ) => Parameters<SQSClient['send']>[0];
  const command = new Command(input);
  if (hasHiddenEffect(action)) {
    // Inside of what repeats and signs: what keys are asked for is tried again.
    command.middlewareStack.add(
      (next) => async (members) => {
        try {
          return await next(members);
        } catch (error) {
          if (!mayBeDone(error)) throw error;
          if (error instanceof Error) Object.assign(error, { isUnsure: true });
          throw isRepeatable(action, input) ? error : new UnrepeatableError(error);
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'unrepeatable' },
    );
  }
  try {
    const output: unknown = await client.send(command, { abortSignal: signal });
    return output as OutputOf<A>;
  } catch (error) {
    throw error instanceof UnrepeatableError ? error.original : error;
  }
}
