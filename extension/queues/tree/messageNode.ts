import { l10n, MarkdownString, ThemeIcon, TreeItem } from 'vscode';
import type { MessageSummary } from '../../../broker/protocol/message.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { appendSentence } from '../../ground/appendSentence.ts';
import { COMMANDS } from '../../ground/commandIds.ts';
import { formatDuration } from '../../ground/durations.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import { MessageRow } from '../../connections/messageRow.ts';
import { formatMoment } from '../../ground/moments.ts';
import { oneLine } from '../../ground/oneLine.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import {
  describeMessage,
  describeMessageRow,
  describeMessageState,
  labelMessage,
  ROW_LABEL_CHARACTERS,
} from '../messages/messageText.ts';
import type { MessagesNode } from './messagesNode.ts';

export class MessageNode extends MessageRow implements TreeNode {
  readonly parent: MessagesNode;
  readonly message: MessageSummary;
  readonly #readNow: () => number;

  constructor(parent: MessagesNode, message: MessageSummary, readNow: () => number) {
    super();
    this.parent = parent;
    this.message = message;
    this.#readNow = readNow;
  }

  get queueRef(): QueueRef {
    return this.parent.parent.ref;
  }

  /** Whether the row's text changes every second. */
  get isTicking(): boolean {
    return this.message.visibleAt !== undefined && this.message.heldRemainingMs === undefined;
  }

  toItem(): TreeItem {
    const { message } = this;
    const item = new TreeItem(labelMessage(message.preview, ROW_LABEL_CHARACTERS));
    item.id = `${this.parent.parent.id}/message/${message.messageId}`;
    const now = this.#readNow();
    item.description = describeMessageRow(message, now);
    item.iconPath = new ThemeIcon(chooseIcon(message));
    item.contextValue = encodeMessageContext(this);
    item.tooltip = describeDetails(message);
    item.accessibilityInformation = {
      label: `${labelMessage(message.preview)}, ${describeMessage(message, now)}`,
    };
    item.command = { command: COMMANDS.openMessage, title: l10n.t('Open Message'), arguments: [this] };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}

/** The grammar that `when` clauses of the manifest test: `message;inFlight;dlq;canPeek;canSend`. */
function encodeMessageContext({ message, parent }: MessageNode): string {
  const words = ['message', message.state];
  if (parent.parent.queue.deadLetterSources.length > 0) words.push('dlq');
  return [...words, ...listCapabilityWords(parent.parent.connection.can)].join(';');
}

function chooseIcon(message: MessageSummary): string {
  if (message.heldRemainingMs !== undefined) return 'debug-pause';
  switch (message.state) {
    case 'visible':
      return 'mail';
    case 'inFlight':
      return 'mail-read';
    case 'delayed':
      return 'watch';
  }
}

function describeDetails(message: MessageSummary): MarkdownString {
  const lines = [
    l10n.t('Message {0}', message.messageId),
    l10n.t('Sent: {0}', formatMoment(message.sentAt)),
    l10n.t('State: {0}', describeMessageState(message)),
  ];
  if (message.visibleAt !== undefined) {
    lines.push(l10n.t('Visible at: {0}', formatMoment(message.visibleAt)));
  }
  if (message.heldRemainingMs !== undefined) {
    lines.push(l10n.t('Remaining visibility timeout: {0}', formatDuration(message.heldRemainingMs)));
  }
  if (message.consumerId !== undefined) lines.push(l10n.t('Received by: {0}', message.consumerId));
  const tooltip = new MarkdownString();
  for (const line of lines) appendSentence(tooltip, line).appendMarkdown('  \n');
  return tooltip.appendCodeblock(oneLine(message.preview), 'text');
}
