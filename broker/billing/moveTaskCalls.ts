import type { ActionName } from '../api/actions.ts';
import type { EngineEvent } from '../engine/events.ts';
import { countChunks } from '../engine/rules/messageSize.ts';
import type { CountedCall } from './ledger.ts';

type Redriven = Extract<EngineEvent, { readonly kind: 'redriven' }>;

const CALLER = { consumerId: 'message move task' };

/**
 * The calls that a move task is billed for when it moves one message (contract §7). How the service batches them is not
 * known: each message is counted by itself.
 */
export function listMoveTaskCalls({
  queue,
  target,
  message,
}: Redriven): readonly (CountedCall & { readonly action: ActionName })[] {
  const payloadBytes = message.sizeBytes;
  const billedRequests = countChunks(payloadBytes);
  const caller = CALLER;
  return [
    { action: 'ReceiveMessage', queueArn: queue.arn, caller, payloadBytes, billedRequests },
    { action: 'SendMessage', queueArn: target.arn, caller, payloadBytes, billedRequests },
    { action: 'DeleteMessage', queueArn: queue.arn, caller, payloadBytes: 0, billedRequests: 1 },
  ];
}
