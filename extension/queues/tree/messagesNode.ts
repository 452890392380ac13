import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { MessageSummary } from '../../../broker/protocol/message.ts';
import { readTime } from '../../connections/readTime.ts';
import type { Capabilities } from '../../connections/capabilities.ts';
import { forCount } from '../../ground/forCount.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { countMessages } from '../queueText.ts';
import { LoadMoreNode } from './loadMoreNode.ts';
import { MessageNode } from './messageNode.ts';
import type { QueueRow } from './queueRow.ts';
import type { TreeSources } from './treeSources.ts';

/** The tree is for browsing; to see more rows than this, use the trace or a program. */
const MAXIMUM_ROWS = 1000;
/** Of the peek method. */
const MAXIMUM_PAGE = 100;

/** The messages of a queue, peeked: looking changes nothing. */
export class MessagesNode implements TreeNode {
  readonly parent: QueueRow;
  readonly #peek: Capabilities['peek'];
  readonly #sources: TreeSources;
  #wantedRows: number;
  /** As last read. */
  #rows: readonly MessageNode[] = [];

  constructor(parent: QueueRow, peek: Capabilities['peek'], sources: TreeSources) {
    this.parent = parent;
    this.#peek = peek;
    this.#sources = sources;
    this.#wantedRows = sources.readPageSize();
  }

  toItem(): TreeItem {
    const { queue } = this.parent;
    const item = new TreeItem(l10n.t('Messages'), TreeItemCollapsibleState.Collapsed);
    item.id = `${this.parent.id}/messages`;
    item.description = String(countMessages(queue.counts));
    item.iconPath = new ThemeIcon('mail');
    item.contextValue = 'messages';
    item.accessibilityInformation = {
      label: forCount(
        countMessages(queue.counts),
        l10n.t('1 message of {0}', queue.name),
        l10n.t('{0} messages of {1}', countMessages(queue.counts), queue.name),
      ),
    };
    return item;
  }

  async getChildren(): Promise<readonly TreeNode[]> {
    const { connection } = this.parent;
    if (!connection.isOpen) return [];
    const { messages, hasMore } = await this.#readPages();
    const readNow = () => readTime(connection);
    this.#rows = messages.map((message) => new MessageNode(this, message, readNow));
    return hasMore && this.#rows.length < MAXIMUM_ROWS ? [...this.#rows, new LoadMoreNode(this)] : this.#rows;
  }

  /** The rows whose text changes with every second. */
  get tickingRows(): readonly MessageNode[] {
    return this.#rows.filter(({ isTicking }) => isTicking);
  }

  /** Makes the next {@link getChildren} read one page more. */
  loadMore(): void {
    this.#wantedRows += this.#sources.readPageSize();
  }

  async #readPages(): Promise<{ messages: readonly MessageSummary[]; hasMore: boolean }> {
    const messages: MessageSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#peek.page({
        queueArn: this.parent.queue.arn,
        limit: Math.min(this.#wantedRows - messages.length, MAXIMUM_PAGE),
        ...(cursor === undefined ? {} : { cursor }),
      });
      messages.push(...page.messages);
      cursor = page.nextCursor;
    } while (cursor !== undefined && messages.length < this.#wantedRows);
    return { messages, hasMore: cursor !== undefined };
  }
}
