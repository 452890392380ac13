import type { TreeItem } from 'vscode';

/** A row of the Consumers view. */
export interface ConsumerNode {
  toItem(): TreeItem;
  /** Empty for leaves. */
  getChildren(): readonly ConsumerNode[];
}
