import { formatQueueRef, type QueueRef } from '../connections/queueRef.ts';

/** A message, wherever it is. */
export interface MessageTarget {
  readonly queueRef: QueueRef;
  readonly messageId: string;
}

export function isSameMessage(left: MessageTarget, right: MessageTarget): boolean {
  return left.messageId === right.messageId && isSameQueue(left, right);
}

export function isSameQueue(left: MessageTarget, right: MessageTarget): boolean {
  return formatQueueRef(left.queueRef) === formatQueueRef(right.queueRef);
}
