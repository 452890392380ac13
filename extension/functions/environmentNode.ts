import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { FunctionEnvironment } from '../../broker/protocol/functions.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { LineNode } from '../processes/lineNode.ts';
import { describeEnvironment, hasFailed, isAlive } from './functionText.ts';
import { appendSentence } from '../ground/appendSentence.ts';

/** An environment of a function in the Consumers view; below one that failed, what it wrote last. */
export class EnvironmentNode implements ConsumerNode {
  readonly isAging = true;
  readonly functionName: string;
  readonly environment: FunctionEnvironment;
  readonly #readNow: () => number;

  /** @param readNow epoch ms on the broker's clock */
  constructor(functionName: string, environment: FunctionEnvironment, readNow: () => number) {
    this.functionName = functionName;
    this.environment = environment;
    this.#readNow = readNow;
  }

  toItem(): TreeItem {
    const { environment } = this;
    const { name, processId, requestId, end } = environment;
    const item = new TreeItem(
      name,
      this.#lines.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
    );
    item.id = this.#id;
    item.description = describeEnvironment(environment, this.#readNow());
    item.iconPath = chooseIcon(environment);
    item.contextValue = ['functionEnvironment', isAlive(environment) ? 'alive' : 'over'].join(';');
    const tooltip = new MarkdownString();
    appendSentence(tooltip, `${name}: ${item.description}`);
    const facts = [
      end?.reason,
      processId === undefined ? undefined : l10n.t('Process ID {0}', String(processId)),
      requestId === undefined ? undefined : l10n.t('Request {0}', requestId),
    ];
    for (const fact of facts) if (fact !== undefined) appendSentence(tooltip.appendMarkdown('\n\n'), fact);
    if (this.#lines.length > 0) tooltip.appendCodeblock(this.#lines.join('\n'), 'text');
    item.tooltip = tooltip;
    const told = [name, item.description, ...(end?.reason === undefined ? [] : [end.reason])];
    item.accessibilityInformation = { label: told.join(', ') };
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return this.#lines.map((line, index) => new LineNode(`${this.#id}/${index}`, line));
  }

  get #id(): string {
    return `functionEnvironment/${this.environment.name}`;
  }

  get #lines(): readonly string[] {
    return hasFailed(this.environment) ? (this.environment.end?.lastLines ?? []) : [];
  }
}

function chooseIcon(environment: FunctionEnvironment): ThemeIcon {
  if (hasFailed(environment)) return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
  if (environment.isPaused === true) return new ThemeIcon('debug-pause');
  switch (environment.state) {
    case 'starting':
      return new ThemeIcon('loading~spin');
    case 'idle':
      return new ThemeIcon(environment.isDebugged === true ? 'debug-alt' : 'circle-large-outline');
    case 'busy':
      return new ThemeIcon('play-circle');
    case 'frozen':
      return new ThemeIcon('circle-outline');
    case 'ending':
      return new ThemeIcon('arrow-down');
    case 'ended':
      return new ThemeIcon('circle-slash');
  }
}
