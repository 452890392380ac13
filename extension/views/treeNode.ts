import type { TreeItem } from 'vscode';
import type { BillStore } from '../broker/billStore.ts';
import type { BrokerSession } from '../broker/session.ts';

/** One row of the Queues tree. Rows keep their object while what they show lives, so that the tree does not flicker. */
export interface TreeNode {
  readonly parent: TreeNode | undefined;
  toItem(): TreeItem;
  /** Empty for leaves. */
  getChildren(): Promise<readonly TreeNode[]> | readonly TreeNode[];
}

/** What rows need to read their children. */
export interface TreeSources {
  readonly session: BrokerSession;
  readonly bills: Pick<BillStore, 'findByQueue' | 'onDidChange'>;
  /** Messages read for one page, 10-100. */
  readPageSize(): number;
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
  /** Active faults of a queue, as text; empty without any. */
  readonly describeFaults: (queueArn: string) => string;
  /** Whether messages that arrive in the queue pause the debugged program. */
  readonly breaksOnArrival: (queueArn: string) => boolean;
}
