import type { TreeItem } from 'vscode';

/** A row of the Consumers view. */
export interface ConsumerNode {
  /** What it shows ages: it is drawn again each second. */
  readonly isAging?: boolean;
  toItem(): TreeItem;
  /** Empty for leaves. */
  getChildren(): readonly ConsumerNode[];
}
