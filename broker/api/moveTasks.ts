import { CONSUMING_ACTIONS } from './consuming.ts';
import type { ActionDeclarations } from './declaration.ts';
import type { MESSAGE_ACTIONS } from './messages.ts';
import type { QUEUE_ACTIONS } from './queues.ts';
import { integer, list, string, structure } from './shapes.ts';

/** What a move task is made of. */
type NeededName = keyof typeof MESSAGE_ACTIONS | keyof typeof QUEUE_ACTIONS;

export const MOVE_TASK_ACTIONS = {
  StartMessageMoveTask: {
    input: structure({ SourceArn: string, DestinationArn: string, MaxNumberOfMessagesPerSecond: integer }),
    output: structure({ TaskHandle: string }),
    access: 'ownerOnly',
    effect: 'change',
    alsoNeeds: {
      onSource: CONSUMING_ACTIONS,
      onDestination: ['SendMessage'],
    },
  },
  CancelMessageMoveTask: {
    input: structure({ TaskHandle: string }),
    output: structure({ ApproximateNumberOfMessagesMoved: integer }),
    access: 'ownerOnly',
    effect: 'change',
  },
  ListMessageMoveTasks: {
    input: structure({ SourceArn: string, MaxResults: integer }),
    output: structure({
      Results: list(
        'ListMessageMoveTasksResultEntry',
        structure({
          TaskHandle: string,
          Status: string,
          SourceArn: string,
          DestinationArn: string,
          MaxNumberOfMessagesPerSecond: integer,
          ApproximateNumberOfMessagesMoved: integer,
          ApproximateNumberOfMessagesToMove: integer,
          FailureReason: string,
          StartedTimestamp: integer,
        }),
      ),
    }),
    access: 'ownerOnly',
    effect: 'read',
  },
} satisfies ActionDeclarations<NeededName>;
