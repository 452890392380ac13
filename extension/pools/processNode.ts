import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { PoolProcess } from '../../broker/protocol/pools.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { LineNode } from '../processes/lineNode.ts';
import { describeProcess, isAlive } from './poolText.ts';
import type { PoolNode } from './poolNode.ts';
import { appendSentence } from '../ground/appendSentence.ts';

/** Of a crash, so many of the last lines are rows. */
const SHOWN_LINES = 10;

/** A process of a pool in the Consumers view; below one that crashed, what it printed last. */
export class ProcessNode implements ConsumerNode {
  readonly isAging = true;
  readonly parent: PoolNode;
  readonly process: PoolProcess;
  readonly #readNow: () => number;

  /** @param readNow epoch ms on the broker's clock */
  constructor(parent: PoolNode, process: PoolProcess, readNow: () => number) {
    this.parent = parent;
    this.process = process;
    this.#readNow = readNow;
  }

  toItem(): TreeItem {
    const { process } = this;
    const item = new TreeItem(
      process.name,
      this.#lines.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
    );
    item.id = `poolProcess/${process.name}`;
    item.description = describeProcess(process, this.#readNow());
    item.iconPath = chooseIcon(process);
    item.contextValue = [
      'poolProcess',
      isAlive(process) ? 'alive' : 'over',
      ...(process.isProtected === true ? ['protected'] : []),
    ].join(';');
    const tooltip = new MarkdownString();
    appendSentence(tooltip, `${process.name}: ${item.description}`);
    if (process.processId !== undefined) {
      appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('Process ID {0}', String(process.processId)));
    }
    if (this.#lines.length > 0) tooltip.appendCodeblock(this.#lines.join('\n'), 'text');
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: `${process.name}, ${item.description}` };
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    const { name } = this.process;
    return this.#lines.map((line, index) => new LineNode(`poolProcess/${name}/${index}`, line));
  }

  get #lines(): readonly string[] {
    const { state, end } = this.process;
    return state === 'crashed' ? (end?.lastLines ?? []).slice(-SHOWN_LINES) : [];
  }
}

function chooseIcon({ state, isPaused = false, isProtected = false }: PoolProcess): ThemeIcon {
  if (state === 'crashed') return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
  if (isPaused) return new ThemeIcon('debug-pause');
  if (isProtected) return new ThemeIcon('shield');
  switch (state) {
    case 'starting':
      return new ThemeIcon('loading~spin');
    case 'inService':
      return new ThemeIcon('play-circle');
    case 'draining':
    case 'stopping':
      return new ThemeIcon('arrow-down');
    case 'stopped':
      return new ThemeIcon('circle-slash');
  }
}
