import { cancelMoveTask } from '../../engine/operations/moveTasks.ts';
import { fail, succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { integer, string, structure } from '../wire/shapes.ts';
import { parseTaskHandle } from './taskHandle.ts';

export const cancelMessageMoveTask = defineAction({
  name: 'CancelMessageMoveTask',
  input: structure({ TaskHandle: string }),
  output: structure({ ApproximateNumberOfMessagesMoved: integer }),
  run(call, input) {
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
});
