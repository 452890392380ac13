import { l10n, ThemeIcon, TreeItem } from 'vscode';
import { COMMANDS } from '../ground/commandIds.ts';
import { MessageRow } from '../connections/messageRow.ts';
import { LOCAL_CONNECTION, type QueueRef } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';
import { labelMessage, ROW_LABEL_CHARACTERS } from '../queues/messages/messageText.ts';
import { describeHeld, isHeld } from './heldText.ts';
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
    return { connectionId: this.message.connection?.id ?? LOCAL_CONNECTION, arn: this.message.queueArn };
  }

  get isTicking(): boolean {
    return this.message.heldRemainingMs === undefined;
  }

  toItem(): TreeItem {
    const { message } = this;
    const label = labelMessage(message.preview, ROW_LABEL_CHARACTERS);
    const item = new TreeItem(label);
    const left = describeHeld(message, this.#readNow());
    const parts = [left, nameOfArn(message.queueArn)];
    if (message.connection !== undefined) parts.push(message.connection.name);
    if (message.receiveCount > 1) parts.push(l10n.t('received {0}×', message.receiveCount));
    if (this.#namesProgram) parts.push(message.program.name);
    item.id = `${message.program.key}/${message.messageId}`;
    item.description = parts.join(' · ');
    item.iconPath = new ThemeIcon(isHeld(message) ? 'debug-pause' : 'mail-read');
    // Messages of an endpoint can be shown, and not be changed.
    item.contextValue = message.connection === undefined ? 'inFlight' : 'inFlightElsewhere';
    item.tooltip = l10n.t('Message {0}, received by {1}', message.messageId, message.program.name);
    item.accessibilityInformation = { label: [labelMessage(message.preview), ...parts].join(', ') };
    item.command =
      message.connection === undefined
        ? { command: COMMANDS.openMessage, title: l10n.t('Open Message'), arguments: [this] }
        : { command: COMMANDS.showMessageInTrace, title: l10n.t('Show in Trace'), arguments: [this] };
    return item;
  }
}
