import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { AttributesNode } from './attributesNode.ts';
import type { TreeNode } from './treeNode.ts';

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
    item.id = `${this.parent.parent.queue.arn}/${this.#kind}/${this.#name}`;
    item.description = explainValue(this.#name, this.#value);
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

/** Seconds and epoch seconds in words; everything else as it is. */
function explainValue(name: string, value: string): string {
  if (name.endsWith('Timestamp')) return new Date(Number(value) * 1000).toLocaleString();
  if (/(?:Timeout|Seconds|Period)$/.test(name)) return l10n.t('{0} s', value);
  return value;
}
