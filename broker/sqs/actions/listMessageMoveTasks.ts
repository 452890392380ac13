import type { MoveTask } from '../../engine/state/moveTask.ts';
import { listMoveTasks } from '../../engine/operations/moveTasks.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { omitEmpty } from './batch.ts';
import { integer, list, string, structure } from '../wire/shapes.ts';
import { formatTaskHandle } from './taskHandle.ts';

export const listMessageMoveTasks = defineAction({
  name: 'ListMessageMoveTasks',
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
  run(call, input) {
    const tasks = listMoveTasks(call.engine, input.SourceArn, input.MaxResults);
    if (!tasks.ok) return tasks;
    return succeed({ Results: omitEmpty(tasks.value.map((task) => describeTask(task))) });
  },
});

function describeTask(task: MoveTask) {
  return {
    TaskHandle: task.status === 'RUNNING' ? formatTaskHandle(task) : undefined,
    Status: task.status,
    SourceArn: task.source.arn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.maxPerSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}
