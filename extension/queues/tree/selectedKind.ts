import { AttributeNode } from './attributeNode.ts';
import { MessageNode } from './messageNode.ts';
import { QueueNode } from './queueNode.ts';

/** What the keys of the Queues view are about: rows of one kind, or of no kind that they do anything with. */
export type SelectedKind = 'queue' | 'message' | 'attribute' | 'other';

export function kindOfSelection(rows: readonly unknown[]): SelectedKind {
  if (rows.length === 0) return 'other';
  if (rows.every((row) => row instanceof QueueNode)) return 'queue';
  if (rows.every((row) => row instanceof MessageNode)) return 'message';
  return rows.length === 1 && rows[0] instanceof AttributeNode ? 'attribute' : 'other';
}
