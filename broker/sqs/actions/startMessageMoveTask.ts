import { randomUUID } from 'node:crypto';
import { startMoveTask } from '../../engine/operations/moveTasks.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { integer, string, structure } from '../wire/shapes.ts';
import { formatTaskHandle } from './taskHandle.ts';

export const startMessageMoveTask = defineAction({
  name: 'StartMessageMoveTask',
  input: structure({ SourceArn: string, DestinationArn: string, MaxNumberOfMessagesPerSecond: integer }),
  output: structure({ TaskHandle: string }),
  run(call, input) {
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
});
