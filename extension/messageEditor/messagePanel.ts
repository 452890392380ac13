import { commands, type Disposable, env, type ExtensionContext, l10n, type WebviewPanel } from 'vscode';
import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type {
  HostToMessage,
  MessageAction,
  MessageLoss,
  MessagePlace,
  MessageToHost,
} from '../../webview/messageProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION, parseQueueRef, type QueueRef } from '../connections/queueRef.ts';
import { readTime } from '../connections/readTime.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { formatShortMoment } from '../ground/moments.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { nameOfArn } from '../ground/text.ts';
import { countMessages } from '../queues/queueText.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { describeBroker } from '../webviews/brokerView.ts';
import { readMessageMessage } from '../webviews/messageShapes.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';
import { describeMove, isNotFound } from './messageLoss.ts';
import { Neighbours } from './neighbours.ts';
import { describeShown, MessageInEditor } from './shownMessage.ts';

/** A message, wherever it is. */
export interface MessageTarget {
  readonly queueRef: QueueRef;
  readonly messageId: string;
}

export interface MessagePanelServices {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly settings: SettingsReader;
  showLog(): void;
}

export interface MessagePanelOptions {
  readonly services: MessagePanelServices;
  readonly target: MessageTarget;
  /** Whether it stays when another message is opened. */
  readonly isKept: boolean;
  readonly schedule?: Schedule;
}

/** Counts change with every message; an editor needs to see its own about this often. */
const REFRESH_AFTER_MS = 300;

/** An editor that shows one message at a time, and follows it. */
export class MessagePanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: MessagePanelServices;
  readonly #schedule: Schedule;
  readonly #disposables: Disposable[];
  #target: MessageTarget;
  #isKept: boolean;
  /** As last read; a page that was hidden is shown it again. */
  #details: MessageDetails | undefined;
  #body = '';
  #events: readonly TraceEvent[] = [];
  #loss: MessageLoss | undefined;
  #place: MessagePlace = { hasPrevious: false, hasNext: false };
  #neighbours: Neighbours | undefined;
  #isReady = false;
  /** Rises with each message that is shown: answers about one before are too late. */
  #turn = 0;
  #cancelRefresh: (() => void) | undefined;
  #queueListener: Disposable | undefined;

  constructor(panel: WebviewPanel, { services, target, isKept, schedule }: MessagePanelOptions) {
    this.#panel = panel;
    this.#services = services;
    this.#schedule = schedule ?? systemSchedule;
    this.#target = target;
    this.#isKept = isKept;
    const { context, session } = services;
    panel.webview.options = makeWebviewOptions(context.extensionUri);
    panel.iconPath = findTabIcon(context.extensionUri);
    this.#disposables = [
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed; it sends `ready` again when it is shown.
        if (!panel.visible) this.#isReady = false;
      }),
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readMessageMessage(value);
        if (message !== undefined) void this.#handle(message);
      }),
      session.onDidChangeState(() => this.#postBroker()),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, context.extensionUri, 'message', l10n.t('Message'));
    this.#follow();
  }

  get target(): MessageTarget {
    return this.#target;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows another message in its place. */
  async show(target: MessageTarget): Promise<void> {
    const isSameQueue =
      target.queueRef.arn === this.#target.queueRef.arn &&
      target.queueRef.connectionId === this.#target.queueRef.connectionId;
    this.#target = target;
    if (!isSameQueue) {
      this.#neighbours = undefined;
      this.#follow();
    }
    await this.#load();
  }

  dispose(): void {
    this.#isReady = false;
    this.#turn += 1;
    this.#cancelRefresh?.();
    this.#queueListener?.dispose();
    disposeAll(this.#disposables);
  }

  get #connection(): Connection | undefined {
    return this.#services.connections.find(this.#target.queueRef.connectionId);
  }

  /** Changes of the queue may be changes of the message. */
  #follow(): void {
    this.#queueListener?.dispose();
    const connection = this.#connection;
    if (connection === undefined) return;
    const queues = connection.queues.onDidChange(({ membership, changed }) => {
      if (membership || changed.includes(this.#target.queueRef.arn)) this.#refreshSoon();
    });
    const state = connection.onDidChangeState(() => {
      if (connection.isOpen && this.#loss?.kind === 'closed') void this.#load();
    });
    this.#queueListener = { dispose: () => disposeAll([queues, state]) };
  }

  #post(message: HostToMessage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  #postBroker(): void {
    const isLocal = this.#target.queueRef.connectionId === LOCAL_CONNECTION;
    this.#post({
      type: 'brokerChanged',
      ...(isLocal ? { broker: describeBroker(this.#services.session.state) } : {}),
    });
  }

  async #handle(message: MessageToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        await this.#greet();
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.#services.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#services.showLog();
        return;
      case 'run':
        await this.#run(message.action);
        return;
      case 'show':
        await this.#go(message.which);
        return;
      case 'refresh':
        this.#refreshSoon();
        return;
      case 'keepOpen':
        this.#isKept = message.isKept;
        this.#post({ type: 'keptChanged', isKept: this.#isKept });
        return;
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
    }
  }

  async #greet(): Promise<void> {
    this.#postBroker();
    this.#post({ type: 'keptChanged', isKept: this.#isKept });
    if (this.#details === undefined) {
      await this.#load();
      return;
    }
    this.#postShown();
    this.#post({ type: 'lifeLoaded', messageId: this.#details.messageId, events: this.#events });
    this.#post({ type: 'placeChanged', place: this.#place });
    if (this.#loss === undefined) this.#refreshSoon();
    else this.#post({ type: 'messageLost', loss: this.#loss });
  }

  #postShown(): void {
    const connection = this.#connection;
    if (this.#details === undefined || connection === undefined) return;
    const queue = connection.queues.findByArn(this.#details.queueArn);
    this.#post({
      type: 'messageShown',
      message: describeShown(connection, queue, this.#details),
      body: this.#body,
      formatsJson: this.#services.settings.read('messages.formatJson'),
      now: readTime(connection),
    });
  }

  /** Reads the message whole, and shows it at once; its life and its place follow. */
  async #load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { queueRef, messageId } = this.#target;
    this.#panel.title = nameOfArn(queueRef.arn);
    this.#postBroker();
    const connection = this.#connection;
    const peek = connection?.can.peek;
    if (connection?.isOpen !== true || peek === undefined) {
      this.#lose({ kind: 'closed' });
      return;
    }
    try {
      const details = await peek.read(queueRef.arn, messageId);
      if (turn !== this.#turn) return;
      this.#body = details.body;
      this.#details = { ...details, body: '' };
      this.#events = [];
      this.#loss = undefined;
      this.#panel.title = `${nameOfArn(queueRef.arn)} · ${formatShortMoment(details.sentAt, readTime(connection))}`;
      this.#postShown();
    } catch (error) {
      if (turn === this.#turn) await this.#loseBy(error, turn);
      return;
    }
    await Promise.all([this.#loadLife(turn), this.#loadPlace(turn)]);
  }

  #refreshSoon(): void {
    if (this.#details === undefined || !this.#isReady) return;
    this.#cancelRefresh ??= this.#schedule(REFRESH_AFTER_MS, () => {
      this.#cancelRefresh = undefined;
      void this.#refresh();
    });
  }

  /** Reads the message again, but for its body, which never changes. */
  async #refresh(): Promise<void> {
    const turn = this.#turn;
    const { queueRef, messageId } = this.#target;
    const connection = this.#connection;
    const peek = connection?.can.peek;
    if (connection?.isOpen !== true || peek === undefined || this.#loss?.kind === 'gone') return;
    try {
      const details = await peek.follow(queueRef.arn, messageId);
      if (turn !== this.#turn) return;
      this.#details = details;
      this.#loss = undefined;
      const queue = connection.queues.findByArn(queueRef.arn);
      const message = describeShown(connection, queue, details);
      this.#post({ type: 'messageChanged', message, now: readTime(connection) });
    } catch (error) {
      if (turn === this.#turn) await this.#loseBy(error, turn);
      return;
    }
    if (!this.#place.hasNext) this.#neighbours?.readOn();
    await Promise.all([this.#loadLife(turn), this.#loadPlace(turn)]);
  }

  async #loadLife(turn: number): Promise<void> {
    const { messageId } = this.#target;
    const events = await this.#connection?.can.history?.(messageId).catch(() => undefined);
    if (events === undefined || turn !== this.#turn) return;
    this.#events = events;
    this.#post({ type: 'lifeLoaded', messageId, events });
  }

  async #loadPlace(turn: number): Promise<void> {
    const { queueRef, messageId } = this.#target;
    const connection = this.#connection;
    if (connection?.can.peek === undefined) return;
    this.#neighbours ??= new Neighbours(connection.can.peek, queueRef.arn);
    const found = await this.#neighbours.find(messageId).catch(() => undefined);
    if (found === undefined || turn !== this.#turn) return;
    const { index, hasNext } = found;
    const queue = connection.queues.findByArn(queueRef.arn);
    const count = queue === undefined ? 0 : countMessages(queue.counts);
    this.#place = {
      hasPrevious: index > 0,
      hasNext: index >= 0 && hasNext,
      ...(index >= 0 ? { position: index + 1, count: Math.max(count, index + 1) } : {}),
    };
    this.#post({ type: 'placeChanged', place: this.#place });
  }

  async #loseBy(error: unknown, turn: number): Promise<void> {
    const { queueRef, messageId } = this.#target;
    if (!isNotFound(error)) {
      this.#lose({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
      return;
    }
    await this.#loadLife(turn);
    if (turn === this.#turn) this.#lose(describeMove(queueRef.connectionId, messageId, this.#events));
  }

  #lose(loss: MessageLoss): void {
    this.#loss = loss;
    this.#post({ type: 'messageLost', loss });
  }

  async #run(action: MessageAction): Promise<void> {
    if (this.#details === undefined) return;
    const row = new MessageInEditor(this.#details, this.#target.queueRef);
    await commands.executeCommand(COMMANDS[action], row);
    this.#refreshSoon();
  }

  async #go(which: 'previous' | 'next' | 'moved'): Promise<void> {
    if (which === 'moved') {
      const moved = this.#loss?.kind === 'gone' ? this.#loss.moved : undefined;
      if (moved !== undefined)
        await this.show({ queueRef: parseQueueRef(moved.queueArn), messageId: moved.messageId });
      return;
    }
    const direction = which === 'next' ? 1 : -1;
    const { queueRef, messageId } = this.#target;
    let next = await this.#neighbours?.step(messageId, direction);
    while (next !== undefined) {
      await this.show({ queueRef, messageId: next });
      if (this.#loss?.kind !== 'gone' || this.#target.messageId !== next) return;
      // It went while it was listed: the one behind it takes its place.
      const behind = await this.#neighbours?.step(next, direction);
      this.#neighbours?.drop(next);
      next = behind;
    }
  }
}
