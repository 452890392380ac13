import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { type Capabilities, listCapabilityWords } from '../../connections/capabilities.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { AttributeNode } from './attributeNode.ts';
import type { QueueRow } from './queueRow.ts';

/** Attributes that only repeat what the queue's row shows. */
const LEFT_OUT = new Set([
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
]);

export class AttributesNode implements TreeNode {
  readonly parent: QueueRow;
  readonly #read: Capabilities['attributes'];

  constructor(parent: QueueRow, read: Capabilities['attributes']) {
    this.parent = parent;
    this.#read = read;
  }

  toItem(): TreeItem {
    const item = new TreeItem(l10n.t('Attributes'), TreeItemCollapsibleState.Collapsed);
    item.id = `${this.parent.id}/attributes`;
    item.iconPath = new ThemeIcon('settings');
    item.contextValue = ['attributes', ...listCapabilityWords(this.parent.connection.can)].join(';');
    item.accessibilityInformation = { label: l10n.t('Attributes of {0}', this.parent.queue.name) };
    return item;
  }

  async getChildren(): Promise<readonly TreeNode[]> {
    if (!this.parent.connection.isOpen) return [];
    const { attributes, tags } = await this.#read(this.parent.queue.arn);
    const rows = Object.entries(attributes)
      .filter(([name]) => !LEFT_OUT.has(name))
      .map(([name, value]) => new AttributeNode(this, 'attribute', name, value))
      .toSorted((left, right) => left.label.localeCompare(right.label));
    return [
      ...rows,
      ...Object.entries(tags).map(([name, value]) => new AttributeNode(this, 'tag', name, value)),
    ];
  }
}
