import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { Connection } from '../../connections/connection.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import type { TreeNode } from '../../ground/treeNode.ts';

/** The row of a queue, as the rows below it know it. */
export interface QueueRow extends TreeNode {
  readonly connection: Connection;
  /** As it was last reported. */
  readonly queue: QueueSummary;
  readonly ref: QueueRef;
  /** Ids of the rows below it begin with this. */
  readonly id: string;
}
