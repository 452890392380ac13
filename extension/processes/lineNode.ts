import { TreeItem } from 'vscode';
import { oneLine } from '../ground/oneLine.ts';
import type { ConsumerNode } from './consumerNode.ts';

/** A line that a process printed before it ended. */
export class LineNode implements ConsumerNode {
  readonly #id: string;
  readonly #line: string;

  /** @param id of the row, which no other row has */
  constructor(id: string, line: string) {
    this.#id = id;
    this.#line = line;
  }

  toItem(): TreeItem {
    const item = new TreeItem(oneLine(this.#line) || ' ');
    item.id = this.#id;
    item.tooltip = this.#line;
    item.contextValue = 'processLine';
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return [];
  }
}
