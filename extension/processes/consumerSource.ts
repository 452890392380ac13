import type { Event } from 'vscode';
import type { ConsumerNode } from './consumerNode.ts';

/** What has rows in the Consumers view. */
export interface ConsumerSource {
  /** Fires when its rows have changed. */
  readonly onDidChange: Event<void>;
  /** Of the group that its rows are in beside those of another source. */
  readonly title: string;
  /** Processes that run. */
  readonly aliveCount: number;
  /** Empty: there is nothing to show. */
  listRows(): readonly ConsumerNode[];
}
