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

/**
 * @param check of the response @throws if it is not one of this call
 * @throws what the SDK or the check throws; of calls with messages, `isUnsure` says whether one may have been sent or received all the
 *   same, by this attempt or by one before
 */
export async function sendCommand<A extends ActionName>(
  client: SQSClient,
  action: A,
  input: InputOf<A>,
  signal: AbortSignal,
  check: (output: object) => void,
): Promise<OutputOf<A>> {
  const Command = COMMANDS[action] as unknown as new (
    members: InputOf<A>,
  ) => Parameters<SQSClient['send']>[0];
  const command = new Command(input);
  let isUnsure = hasHiddenEffect(action) ? false : undefined;
  if (isUnsure !== undefined) {
    // Inside of what repeats and signs: what keys are asked for is tried again.
    command.middlewareStack.add(
      (next) => async (members) => {
        try {
          const response = await next(members);
          // It is done; what is wrong with the response, if anything, is found later.
          isUnsure = true;
          return response;
        } catch (error) {
          if (!mayBeDone(error)) throw error;
          isUnsure = true;
          throw isRepeatable(action, input) ? error : new UnrepeatableError(error);
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'unrepeatable' },
    );
  }
  try {
    const output: unknown = await client.send(command, { abortSignal: signal });
    check(output as object);
    return output as OutputOf<A>;
  } catch (error) {
    const original: unknown = error instanceof UnrepeatableError ? error.original : error;
    throw original instanceof Error ? Object.assign(original, { isUnsure }) : original;
  }
}
