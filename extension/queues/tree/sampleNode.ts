import { l10n, ThemeIcon, TreeItem } from 'vscode';
import { COMMANDS } from '../../ground/commandIds.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import type { QueueRow } from './queueRow.ts';

/** Stands where the messages of a queue cannot be listed: looking at them means receiving them, which the user asks for. */
export class SampleNode implements TreeNode {
  readonly parent: QueueRow;

  constructor(parent: QueueRow) {
    this.parent = parent;
  }

  toItem(): TreeItem {
    const item = new TreeItem(l10n.t('Messages'));
    item.id = `${this.parent.id}/sample`;
    item.description = l10n.t('sample only…');
    item.iconPath = new ThemeIcon('mail');
    item.contextValue = 'sample';
    item.tooltip = l10n.t(
      'Amazon SQS has no peek. To see messages, you receive some of them for a while, which hides them from consumers and raises their receive count. You are asked first.',
    );
    item.command = {
      command: COMMANDS.sampleMessages,
      title: l10n.t('Sample Messages…'),
      arguments: [this.parent],
    };
    item.accessibilityInformation = { label: l10n.t('Sample messages of {0}', this.parent.queue.name) };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
