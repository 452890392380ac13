import type { MessageDetails } from '../../broker/protocol/message.ts';
import { commands, type Disposable, type ExtensionContext, l10n, type WebviewPanel } from 'vscode';
import type { HostToMessage, MessageAction, MessageToHost } from '../../webview/messageProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { copyFromPage } from '../ground/copyText.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { formatShortMoment } from '../ground/moments.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { nameOfArn } from '../ground/text.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { QueuesView } from '../queues/tree/queuesView.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { describeBroker } from '../webviews/brokerView.ts';
import { readMessageMessage } from '../webviews/messageShapes.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';
import { FollowedMessage } from './followedMessage.ts';
import { isSameMessage, type MessageTarget } from './messageTarget.ts';
import { isLastAction } from './shownMessage.ts';

export interface MessagePanelServices {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly settings: SettingsReader;
  readonly view: Pick<QueuesView, 'revealQueue'>;
  showLog(): void;
}

export interface MessagePanelOptions {
  readonly services: MessagePanelServices;
  /** The message as commands recognize it, who know classes of their own bundle; without details, only its name. */
  readonly makeArgument: (target: MessageTarget, details: MessageDetails | undefined) => unknown;
  readonly target: MessageTarget;
  /** Whether it stays when another message is opened. */
  readonly isKept: boolean;
  readonly schedule?: Schedule;
}

/** An editor that shows one message at a time, and follows it. */
export class MessagePanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: MessagePanelServices;
  readonly #makeArgument: MessagePanelOptions['makeArgument'];
  readonly #message: FollowedMessage;
  readonly #disposables: Disposable[];
  #isKept: boolean;
  #isReady = false;

  constructor(
    panel: WebviewPanel,
    { services, target, isKept, makeArgument, schedule = systemSchedule }: MessagePanelOptions,
  ) {
    this.#panel = panel;
    this.#services = services;
    this.#makeArgument = makeArgument;
    this.#isKept = isKept;
    const { context, session, connections, settings } = services;
    panel.webview.options = makeWebviewOptions(context.extensionUri);
    panel.iconPath = findTabIcon(context.extensionUri);
    this.#message = new FollowedMessage({
      connections,
      settings,
      schedule,
      target,
      hasPage: () => this.#isReady,
      post: (message) => this.#post(message),
      onRead: () => this.#postBroker(),
      onShown: (sentAt, now) => {
        panel.title = `${nameOfArn(this.target.queueRef.arn)} · ${formatShortMoment(sentAt, now)}`;
      },
    });
    this.#disposables = [
      this.#message,
      panel.onDidChangeViewState(() => {
        // A hidden page is destroyed; it sends `ready` again when it is shown.
        if (!panel.visible) this.#isReady = false;
      }),
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readMessageMessage(value);
        if (message !== undefined) tellFailure(this.#handle(message));
      }),
      session.onDidChangeState(() => this.#postBroker()),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, context.extensionUri, 'message', l10n.t('Message'));
  }

  get target(): MessageTarget {
    return this.#message.target;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  get hasLoss(): boolean {
    return this.#message.hasLoss;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows another message in its place, or reads the same again. */
  async show(target: MessageTarget): Promise<void> {
    // Its time is not known yet. The title of the same message stays: a restored window finds its tab by it.
    if (!isSameMessage(target, this.target)) this.#panel.title = nameOfArn(target.queueRef.arn);
    await this.#message.show(target);
  }

  dispose(): void {
    this.#isReady = false;
    disposeAll(this.#disposables);
  }

  #post(message: HostToMessage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  #postBroker(): void {
    const isLocal = this.target.queueRef.connectionId === LOCAL_CONNECTION;
    this.#post({
      type: 'brokerChanged',
      ...(isLocal ? { broker: describeBroker(this.#services.session.state) } : {}),
    });
  }

  async #handle(message: MessageToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#postBroker();
        this.#post({ type: 'keptChanged', isKept: this.#isKept });
        await this.#message.postAll();
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.#services.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#services.showLog();
        return;
      case 'run':
        await this.#run(message.action, message.messageId);
        return;
      case 'show':
        if (message.which === 'moved') await this.#message.goToMoved();
        else await this.#message.step(message.which === 'next' ? 1 : -1);
        return;
      case 'showQueue':
        await this.#services.view.revealQueue(this.target.queueRef);
        return;
      case 'refresh':
        this.#message.refreshSoon();
        return;
      case 'keepOpen':
        this.#isKept = message.isKept;
        this.#post({ type: 'keptChanged', isKept: this.#isKept });
        return;
      case 'copy':
        await copyFromPage(message.text);
        return;
    }
  }

  /** @param messageId of the message that the page showed: by now another may be on its way */
  async #run(action: MessageAction, messageId: string): Promise<void> {
    const { details, target } = this.#message;
    if (target.messageId !== messageId || (details === undefined && !isLastAction(action))) return;
    await commands.executeCommand(COMMANDS[action], this.#makeArgument(target, details));
    this.#message.refreshSoon();
  }
}
