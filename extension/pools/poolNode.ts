import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { PoolInfo, PoolProcess } from '../../broker/protocol/pools.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { EndedNode } from '../processes/endedNode.ts';
import { isDebuggable } from './nodeCommand.ts';
import { describePool, describeProgram, isAlive, writeProcesses } from './poolText.ts';
import { ProcessNode } from './processNode.ts';
import { appendSentence } from '../ground/appendSentence.ts';

/** A pool in the Consumers view, with its processes below it. */
export class PoolNode implements ConsumerNode {
  readonly pool: PoolInfo;
  readonly #readNow: () => number;

  /** @param readNow epoch ms on the broker's clock */
  constructor(pool: PoolInfo, readNow: () => number) {
    this.pool = pool;
    this.#readNow = readNow;
  }

  toItem(): TreeItem {
    const { definition, state, failure, processes } = this.pool;
    const { name } = definition;
    const item = new TreeItem(
      name,
      processes.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded,
    );
    const isRunning = state === 'running' || state === 'stopping';
    item.id = this.#id;
    item.description = describePool(this.pool);
    item.iconPath = chooseIcon(this.pool);
    item.contextValue = [
      'pool',
      isRunning ? state : 'runnable',
      ...(isDebuggable(definition) ? ['debuggable'] : []),
    ].join(';');
    const tooltip = new MarkdownString();
    appendSentence(tooltip, l10n.t('Pool {0} of the queue {1}', name, definition.queue));
    tooltip.appendCodeblock(describeProgram(definition), 'text');
    if (failure !== undefined) tooltip.appendCodeblock(failure, 'text');
    item.tooltip = tooltip;
    const told = [l10n.t('Pool {0}', name), item.description, ...(failure === undefined ? [] : [failure])];
    item.accessibilityInformation = { label: told.join(', ') };
    return item;
  }

  get #id(): string {
    return `pool/${this.pool.definition.name}`;
  }

  getChildren(): readonly ConsumerNode[] {
    const { processes } = this.pool;
    const toNode = (process: PoolProcess) => new ProcessNode(this, process, this.#readNow);
    const ended = processes.filter((process) => !isAlive(process)).toReversed();
    if (ended.length === 0) return processes.map(toNode);
    const past = new EndedNode({
      parentId: this.#id,
      count: writeProcesses(ended.length),
      hasFault: ended.some(({ state }) => state === 'crashed'),
      rows: ended.map(toNode),
    });
    return [...processes.filter(isAlive).map(toNode), past];
  }
}

function chooseIcon({ state, failure }: PoolInfo): ThemeIcon {
  if (state === 'failed') return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
  if (failure !== undefined)
    return new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
  return new ThemeIcon(state === 'running' ? 'server-process' : 'server');
}
