import { randomUUID } from 'node:crypto';
import type { MOVE_TASK_ACTIONS } from '../../api/moveTasks.ts';
import type { MoveTask } from '../../engine/state/moveTask.ts';
import { cancelMoveTask, listMoveTasks, startMoveTask } from '../../engine/operations/moveTasks.ts';
import { fail, succeed } from '../../engine/base/result.ts';
import type { HandlersOf } from './action.ts';
import { omitEmpty } from './paging.ts';
import { formatTaskHandle, parseTaskHandle } from './taskHandle.ts';

export const moveTaskHandlers: HandlersOf<typeof MOVE_TASK_ACTIONS> = {
  StartMessageMoveTask: (call, input) => {
    const started = startMoveTask(
      call.engine,
      randomUUID(),
      {
        sourceArn: input.SourceArn,
        destinationArn: input.DestinationArn,
        maxPerSecond: input.MaxNumberOfMessagesPerSecond,
      },
      call.caller,
    );
    if (!started.ok) return started;
    call.queueArn = started.value.source.arn;
    return succeed({ TaskHandle: formatTaskHandle(started.value) });
  },

  CancelMessageMoveTask: (call, input) => {
    if (input.TaskHandle === undefined) {
      return fail('MissingParameter', 'The request must contain the parameter TaskHandle.', 'TaskHandle');
    }
    const claim = parseTaskHandle(input.TaskHandle);
    if (claim === undefined) {
      return fail('InvalidParameterValue', 'Value for parameter TaskHandle is invalid.', 'TaskHandle');
    }
    const cancelled = cancelMoveTask(call.engine, claim.taskId, claim.sourceArn);
    if (!cancelled.ok) return cancelled;
    call.queueArn = cancelled.value.source.arn;
    return succeed({ ApproximateNumberOfMessagesMoved: cancelled.value.moved });
  },

  ListMessageMoveTasks: (call, input) => {
    const tasks = listMoveTasks(call.engine, input.SourceArn, input.MaxResults);
    if (!tasks.ok) return tasks;
    return succeed({ Results: omitEmpty(tasks.value.map((task) => describeTask(task))) });
  },
};

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
