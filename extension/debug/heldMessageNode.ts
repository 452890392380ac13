import { l10n, ThemeIcon, TreeItem } from 'vscode';
import { COMMANDS } from '../ground/commandIds.ts';
import { MessageRow } from '../connections/messageRow.ts';
import { LOCAL_CONNECTION, type QueueRef } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeTimeLeft, labelMessage, ROW_LABEL_CHARACTERS } from '../queues/messages/messageText.ts';
import type { HeldMessage } from './inFlightStore.ts';

/** A row of the Messages in Flight view: a message that a debugged program is processing. */
export class HeldMessageNode extends MessageRow {
  readonly message: HeldMessage;
  readonly #readNow: () => number;
  readonly #namesProgram: boolean;

  /** @param namesProgram several programs are debugged, so each row names its program */
  constructor(message: HeldMessage, readNow: () => number, namesProgram: boolean) {
    super();
    this.message = message;
    this.#readNow = readNow;
    this.#namesProgram = namesProgram;
  }

  get queueRef(): QueueRef {
    return { connectionId: LOCAL_CONNECTION, arn: this.message.queueArn };
  }

  get isTicking(): boolean {
    return this.message.heldRemainingMs === undefined;
  }

  toItem(): TreeItem {
    const { message } = this;
    const label = labelMessage(message.preview, ROW_LABEL_CHARACTERS);
    const item = new TreeItem(label);
    const left = describeTimeLeft(message, this.#readNow()) ?? l10n.t('in flight');
    const parts = [left, nameOfArn(message.queueArn)];
    if (message.receiveCount > 1) parts.push(l10n.t('received {0}×', message.receiveCount));
    if (this.#namesProgram) parts.push(message.program.name);
    item.id = `${message.program.key}/${message.messageId}`;
    item.description = parts.join(' · ');
    item.iconPath = new ThemeIcon(message.heldRemainingMs === undefined ? 'mail-read' : 'debug-pause');
    item.contextValue = 'inFlight';
    item.tooltip = l10n.t('Message {0}, received by {1}', message.messageId, message.program.name);
    item.accessibilityInformation = { label: [labelMessage(message.preview), ...parts].join(', ') };
    item.command = { command: COMMANDS.openMessage, title: l10n.t('Open Message'), arguments: [this] };
    return item;
  }
}
