import { type DataTransfer, DataTransferItem, l10n, type TreeDragAndDropController, Uri } from 'vscode';
import type { Connections } from '../../connections/connections.ts';
import type { RunExchange } from '../../connections/exchange.ts';
import { formatQueueRef } from '../../connections/queueRef.ts';
import { showMissing } from '../../ground/missing.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { type DroppedMessages, dropMessages } from '../messages/dropMessages.ts';
import { findQueue } from '../pickQueue.ts';
import type { PlacedQueue } from '../../connections/connection.ts';
import { showError } from '../../ground/notices.ts';
import { DEAD_LETTERS_URI } from './rowDecorations.ts';
import { MessageNode } from './messageNode.ts';

/** As VS Code names what is dragged out of the view. */
const ROWS = 'application/vnd.code.tree.queueside.queues';
const FILES = 'text/uri-list';

export interface DropActions {
  /** Files were dropped onto a queue. */
  readonly dropFiles: (placed: PlacedQueue, files: readonly Uri[]) => Promise<void>;
  /** Messages were dropped onto a queue of another connection. */
  readonly exchange: RunExchange;
}

/** Messages are dragged to another queue, and files onto one. */
export class QueuesDragAndDrop implements TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [ROWS];
  readonly dropMimeTypes = [ROWS, FILES];
  readonly #connections: Connections;
  readonly #actions: DropActions;

  constructor(connections: Connections, actions: DropActions) {
    this.#connections = connections;
    this.#actions = actions;
  }

  handleDrag(source: readonly TreeNode[], data: DataTransfer): void {
    const rows = source.filter((row) => row instanceof MessageNode);
    if (rows.length > 0) data.set(ROWS, new DataTransferItem(groupByQueue(rows)));
  }

  /** VS Code shows no error of a drop that fails. */
  async handleDrop(target: TreeNode | undefined, data: DataTransfer): Promise<void> {
    try {
      await this.#drop(target, data);
    } catch (error) {
      void showError(error instanceof Error ? error.message : String(error));
    }
  }

  async #drop(target: TreeNode | undefined, data: DataTransfer): Promise<void> {
    const placed = findQueue({ connections: this.#connections }, target);
    const dragged: unknown = data.get(ROWS)?.value;
    const files = await data.get(FILES)?.asString();
    if (placed === undefined) {
      void showMissing({ text: l10n.t('Drop it onto a queue.') });
      return;
    }
    if (Array.isArray(dragged)) {
      for (const messages of dragged as readonly DroppedMessages[]) {
        const from = this.#connections.findQueue(messages.from);
        if (from) await dropMessages(this.#actions, from, messages, placed);
      }
    } else if (files !== undefined) await this.#actions.dropFiles(placed, readUris(files));
  }
}

function groupByQueue(rows: readonly MessageNode[]): DroppedMessages[] {
  const groups = new Map<string, MessageNode[]>();
  for (const row of rows) {
    const id = formatQueueRef(row.queueRef);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups.values()].flatMap((each) => {
    const [first] = each;
    return first ? [{ from: first.queueRef, messageIds: each.map(({ message }) => message.messageId) }] : [];
  });
}

/** A list of URIs has one in a line, and comments behind `#`. VS Code adds the addresses of rows, which are no files. */
function readUris(list: string): Uri[] {
  return list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uri.parse(line, true))
    .filter(({ scheme }) => scheme !== DEAD_LETTERS_URI.scheme);
}
