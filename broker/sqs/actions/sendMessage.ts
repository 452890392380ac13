import { succeed } from '../../engine/base/result.ts';
import { sendMessage as send } from '../../engine/operations/sendMessage.ts';
import { defineAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { describeSent, sentMembers, sendMembers, toSendInput } from './sending.ts';
import { string, structure } from '../wire/shapes.ts';

export const sendMessage = defineAction({
  name: 'SendMessage',
  input: structure({ QueueUrl: string, ...sendMembers }),
  output: structure(sentMembers),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const sent = send(call.engine, queue.value, toSendInput(call, input), call.caller);
    if (!sent.ok) return sent;
    call.payloadBytes = sent.value.sizeBytes;
    call.messageCount = 1;
    return succeed(describeSent(sent.value));
  },
});
