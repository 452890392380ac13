import { ThemeIcon, TreeItem } from 'vscode';
import type { TreeNode } from '../../ground/treeNode.ts';
import { explainAttribute } from '../attributeText.ts';
import type { AttributesNode } from './attributesNode.ts';

/** One attribute or tag of a queue. */
export class AttributeNode implements TreeNode {
  readonly parent: AttributesNode;
  readonly #kind: 'attribute' | 'tag';
  readonly #name: string;
  readonly #value: string;

  constructor(parent: AttributesNode, kind: 'attribute' | 'tag', name: string, value: string) {
    this.parent = parent;
    this.#kind = kind;
    this.#name = name;
    this.#value = value;
  }

  toItem(): TreeItem {
    const item = new TreeItem(this.#name);
    item.id = `${this.parent.parent.id}/${this.#kind}/${this.#name}`;
    item.description = this.#kind === 'tag' ? this.#value : explainAttribute(this.#name, this.#value);
    item.iconPath = new ThemeIcon(this.#kind === 'tag' ? 'tag' : 'symbol-property');
    item.contextValue = this.#kind;
    item.tooltip = `${this.#name}: ${this.#value}`;
    item.accessibilityInformation = { label: `${this.#name}, ${item.description}` };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
