import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { MessageLoss } from '../../webview/messageProtocol.ts';
import { formatQueueRef } from '../connections/queueRef.ts';

/** Where a message went that is no longer in its queue, by the last move of its life. */
export function describeMove(
  connectionId: string,
  messageId: string,
  events: readonly TraceEvent[],
): MessageLoss {
  const move = events.findLast(({ kind }) => kind === 'movedToDeadLetter' || kind === 'redriven');
  if (move?.otherQueueArn === undefined) return { kind: 'gone' };
  return {
    kind: 'gone',
    moved: {
      queueArn: formatQueueRef({ connectionId, arn: move.otherQueueArn }),
      messageId: move.otherMessageId ?? messageId,
    },
  };
}
