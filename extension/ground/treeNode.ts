import type { TreeItem } from 'vscode';

/** One row of a tree. Rows keep their object while what they show lives, so that the tree does not flicker. */
export interface TreeNode {
  readonly parent: TreeNode | undefined;
  toItem(): TreeItem;
  /** Empty for leaves. */
  getChildren(): Promise<readonly TreeNode[]> | readonly TreeNode[];
}
