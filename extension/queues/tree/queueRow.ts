import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { TreeNode } from '../../ground/treeNode.ts';

/** The row of a queue, as the rows below it know it. */
export interface QueueRow extends TreeNode {
  /** As it was last reported. */
  readonly queue: QueueSummary;
}
