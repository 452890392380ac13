import { HeldMessageNode } from '../../debug/heldMessageNode.ts';
import { MessageNode } from './messageNode.ts';

/** A row of a view that stands for one message. */
export type MessageRow = MessageNode | HeldMessageNode;

export function isMessageRow(value: unknown): value is MessageRow {
  return value instanceof MessageNode || value instanceof HeldMessageNode;
}
