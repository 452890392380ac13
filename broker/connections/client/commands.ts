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

export async function sendCommand<A extends ActionName>(
  client: SQSClient,
  action: A,
  input: InputOf<A>,
  signal: AbortSignal,
): Promise<OutputOf<A>> {
  const Command = COMMANDS[action] as unknown as new (
    members: InputOf<A>,
  ) => Parameters<SQSClient['send']>[0];
  const output: unknown = await client.send(new Command(input), { abortSignal: signal });
  return output as OutputOf<A>;
}
