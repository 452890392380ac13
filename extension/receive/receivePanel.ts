import { type Disposable, type Event, type ExtensionContext, l10n, type WebviewPanel } from 'vscode';
import type { QueuePageState } from '../../webview/protocol.ts';
import type {
  ConnectionClock,
  HandlesResult,
  HostToReceive,
  QueueHandles,
  ReceiveRequest,
  ReceiveToHost,
} from '../../webview/receiveProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { type Able, isAble } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { parseQueueRef, type QueueRef } from '../connections/queueRef.ts';
import { readTime } from '../connections/readTime.ts';
import type { MessageEditors } from '../messageEditor/messageEditors.ts';
import { describeFailure } from '../webviews/brokerView.ts';
import { readReceiveMessage } from '../webviews/messageShapes.ts';
import { QueuePage, type QueuePageActions } from '../webviews/queuePage.ts';
import { copyFromPage } from '../ground/copyText.ts';
import { confirmDeleteAll } from './confirmDeleteAll.ts';
import { ReceivedBodies } from './receivedBodies.ts';

export interface ReceivePanelServices extends QueuePageActions {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly messageEditors: Pick<MessageEditors, 'openMessage'>;
  /** Fires when the broker's clock was moved. */
  readonly onDidChangeClock: Event<unknown>;
}

type ReceivedOutcome = Extract<HostToReceive, { readonly type: 'received' }>['outcome'];

/** The page of one panel: its calls, and the messages that it has received. */
export class ReceivePanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: ReceivePanelServices;
  readonly #page: QueuePage<HostToReceive, ReceiveToHost>;
  readonly #disposables: readonly Disposable[];
  readonly #bodies = new ReceivedBodies();
  /** The call that waits. */
  #waiting: { readonly requestId: number; readonly abort: AbortController } | undefined;

  constructor(panel: WebviewPanel, services: ReceivePanelServices, queueRef?: QueueRef) {
    this.#panel = panel;
    this.#services = services;
    const { context, session, connections } = services;
    this.#page = new QueuePage(panel, session, {
      extensionUri: context.extensionUri,
      bundle: 'receive',
      title: l10n.t('Receive'),
      pageTitle: l10n.t('Receive as a consumer'),
      showLog: () => services.showLog(),
      createQueue: () => services.createQueue(),
      connections,
      needs: 'receive',
      queueRef,
      start: (state) => [this.#describeStart(state)],
      read: readReceiveMessage,
      handle: (message) => this.#handle(message),
    });
    this.#disposables = [
      this.#page,
      services.onDidChangeClock(() => this.#page.post({ type: 'clocksTold', clocks: this.#readClocks() })),
    ];
  }

  reveal(queueRef: QueueRef | undefined): void {
    this.#panel.reveal();
    if (queueRef !== undefined) this.#page.selectQueue(queueRef);
  }

  dispose(): void {
    this.#waiting?.abort.abort();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #handle(message: ReceiveToHost): Promise<void> {
    switch (message.type) {
      case 'receive':
        await this.#receive(message.requestId, message.request);
        return;
      case 'cancel':
        this.#waiting?.abort.abort();
        return;
      case 'deleteHandles':
        await this.#delete(message);
        return;
      case 'deleteAll':
        if (!(await confirmDeleteAll(message.queues))) return;
        for (const each of message.queues) await this.#delete(each);
        return;
      case 'changeVisibility': {
        const { seconds, queueArn } = message;
        const result = await this.#answer(queueArn, message.handles, ({ can }, arn, handles) =>
          can.receive.changeVisibility(arn, handles, seconds),
        );
        const now = this.#readNow(queueArn);
        const visibleAt = now + seconds * 1_000;
        await this.#page.deliver({ type: 'visibilityChanged', queueArn, result, visibleAt, now });
        return;
      }
      case 'readBody': {
        const { receiptHandle } = message;
        const body = this.#bodies.find(receiptHandle);
        await this.#page.deliver({
          type: 'bodyRead',
          receiptHandle,
          ...(body === undefined ? {} : { body }),
        });
        return;
      }
      case 'openMessage': {
        const queueRef = parseQueueRef(message.queueArn);
        await this.#services.messageEditors.openMessage({ queueRef, messageId: message.messageId });
        return;
      }
      case 'giveBack':
      case 'lookAgain':
        // Of the page of a sample.
        return;
      case 'copy':
        await copyFromPage(message.text);
        return;
      default:
        await this.#page.handle(message);
    }
  }

  async #delete({ queueArn, handles: all }: QueueHandles): Promise<void> {
    const result = await this.#answer(queueArn, all, ({ can }, arn, handles) =>
      can.receive.delete(arn, handles),
    );
    await this.#page.deliver({ type: 'handlesDeleted', result });
  }

  async #receive(requestId: number, request: ReceiveRequest): Promise<void> {
    this.#waiting?.abort.abort();
    const waiting = { requestId, abort: new AbortController() };
    this.#waiting = waiting;
    const outcome = await this.#ask(request, waiting.abort.signal);
    if (this.#waiting === waiting) this.#waiting = undefined;
    if (outcome === undefined) return;
    await this.#page.deliver({ type: 'received', requestId, queueArn: request.queueArn, outcome });
  }

  /** @returns undefined when the user hung up */
  async #ask(request: ReceiveRequest, signal: AbortSignal): Promise<ReceivedOutcome | undefined> {
    try {
      const { arn, connection } = this.#find(request.queueArn);
      const messages = await connection.can.receive.messages({ ...request, queueArn: arn }, signal);
      this.#bodies.keep(messages);
      return { ok: true, messages, now: readTime(connection) };
    } catch (error) {
      return signal.aborted ? undefined : { ok: false, failure: describeFailure(error) };
    }
  }

  /** What fails as a whole failed for each handle. */
  async #answer(
    queueArn: string,
    handles: readonly string[],
    call: (connection: Able<'receive'>, arn: string, handles: readonly string[]) => Promise<HandlesResult>,
  ): Promise<HandlesResult> {
    try {
      const { arn, connection } = this.#find(queueArn);
      return await call(connection, arn, handles);
    } catch (error) {
      const { message: reason } = describeFailure(error);
      return { done: [], failed: handles.map((receiptHandle) => ({ receiptHandle, reason })) };
    }
  }

  #find(queueArn: string): { readonly connection: Able<'receive'>; readonly arn: string } {
    const { connectionId, arn } = parseQueueRef(queueArn);
    const connection = this.#services.connections.find(connectionId);
    if (!connection || !isAble(connection, ['receive']))
      throw new Error(l10n.t('The connection of this queue is closed.'));
    return { connection, arn };
  }

  /** @param queueArn the queue whose connection's clock counts */
  #readNow(queueArn: string): number {
    const connection = this.#services.connections.find(parseQueueRef(queueArn).connectionId);
    return connection === undefined ? Date.now() : readTime(connection);
  }

  #readClocks(): readonly ConnectionClock[] {
    return this.#services.connections.all.map((each) => ({ connectionId: each.id, now: readTime(each) }));
  }

  #describeStart(state: QueuePageState): HostToReceive {
    return {
      type: 'initialize',
      ...state,
      clocks: this.#readClocks(),
      ...(this.#waiting === undefined ? {} : { pendingId: this.#waiting.requestId }),
    };
  }
}
