import { ThemeIcon, TreeItem } from 'vscode';
import { isSettable } from '../../../broker/api/queueAttributes.ts';
import { labelAttribute } from '../../../broker/protocol/attributeLabels.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { explainAttribute } from '../attributeText.ts';
import type { AttributesNode } from './attributesNode.ts';

/** One attribute or tag of a queue. */
export class AttributeNode implements TreeNode {
  readonly parent: AttributesNode;
  readonly kind: 'attribute' | 'tag';
  readonly name: string;
  /** As the service has it. */
  readonly value: string;

  constructor(parent: AttributesNode, kind: 'attribute' | 'tag', name: string, value: string) {
    this.parent = parent;
    this.kind = kind;
    this.name = name;
    this.value = value;
  }

  /** In the words of the queue editor; a tag has its key. */
  get label(): string {
    return this.kind === 'tag' ? this.name : labelAttribute(this.name);
  }

  toItem(): TreeItem {
    const item = new TreeItem(this.label);
    item.id = `${this.parent.parent.id}/${this.kind}/${this.name}`;
    item.description = this.kind === 'tag' ? this.value : explainAttribute(this.name, this.value);
    item.iconPath = new ThemeIcon(this.kind === 'tag' ? 'tag' : 'symbol-property');
    const isEditable = this.kind === 'tag' || isSettable(this.name);
    const words = isEditable ? listCapabilityWords(this.parent.parent.connection.can) : [];
    item.contextValue = ['attribute', ...words].join(';');
    item.tooltip = `${this.name}: ${this.value}`;
    item.accessibilityInformation = { label: `${this.label}, ${item.description}` };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
