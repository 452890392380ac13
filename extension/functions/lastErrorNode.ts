import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import type { FailedInvocation } from '../../broker/protocol/functions.ts';
import { appendSentence } from '../ground/appendSentence.ts';
import { formatDuration } from '../ground/durations.ts';
import { oneLine } from '../ground/oneLine.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { describeFailure } from './functionText.ts';

/** The last invocation of a function that failed. */
export class LastErrorNode implements ConsumerNode {
  readonly isAging = true;
  readonly #functionId: string;
  readonly #failed: FailedInvocation;
  readonly #readNow: () => number;

  /** @param readNow epoch ms on the broker's clock */
  constructor(functionId: string, failed: FailedInvocation, readNow: () => number) {
    this.#functionId = functionId;
    this.#failed = failed;
    this.#readNow = readNow;
  }

  toItem(): TreeItem {
    const { at, requestId } = this.#failed;
    const text = describeFailure(this.#failed);
    const item = new TreeItem(oneLine(text));
    item.id = `${this.#functionId}/error`;
    item.description = l10n.t('{0} ago', formatDuration(Math.max(0, this.#readNow() - at)));
    item.iconPath = new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
    item.contextValue = 'functionError';
    const tooltip = new MarkdownString();
    appendSentence(tooltip, l10n.t('Last error, request {0}', requestId)).appendCodeblock(text, 'text');
    item.tooltip = tooltip;
    item.accessibilityInformation = {
      label: l10n.t('Last error: {0}, {1}', oneLine(text), item.description),
    };
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return [];
  }
}
