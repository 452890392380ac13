import { type Disposable, type ExtensionContext, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { SendMessageResult } from '../../broker/protocol/message.ts';
import type {
  ComposerDraftSource,
  ComposerToHost,
  HostToComposer,
  QueuePageState,
} from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { isAble } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { formatQueueRef, LOCAL_CONNECTION, parseQueueRef, type QueueRef } from '../connections/queueRef.ts';
import { checkJson, layOutJson } from '../queues/messages/bodyText.ts';
import { describeFailure } from '../webviews/brokerView.ts';
import { readComposerMessage } from '../webviews/messageShapes.ts';
import { QueuePage, type QueuePageActions } from '../webviews/queuePage.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import { loadAttributeFile } from './attributeFile.ts';
import { copyFromPage } from '../ground/copyText.ts';

/** The panel's type: `onWebviewPanel:queueside.composer` restores it after a reload. */
export const COMPOSER_PANEL_TYPE = 'queueside.composer';

/** What the composer asks of the rest of the extension. */
export interface ComposerActions extends QueuePageActions {
  /** The body as only the holder of the key can read it, or undefined if the user cancels. */
  encryptBody(body: string): Promise<{ readonly body: string; readonly keyName: string } | undefined>;
}

export interface ComposerPanels extends Disposable {
  /**
   * Shows a composer. A draft gets a new one, so that nothing typed is lost; without a draft the last used composer
   * comes to the front and turns to the given queue.
   */
  openComposer(queueRef?: QueueRef, draft?: ComposerDraftSource): void;
}

/** Registers the composer and its restoring after a window reload. */
export function registerComposer(
  context: ExtensionContext,
  session: BrokerClient,
  connections: Connections,
  actions: ComposerActions,
): ComposerPanels {
  /** The last used one is the last. */
  const composers = new Set<ComposerPanel>();

  function adopt(panel: WebviewPanel, queueRef?: QueueRef, draft?: ComposerDraftSource): void {
    const composer = new ComposerPanel(panel, context, session, connections, actions, queueRef, draft);
    composers.add(composer);
    panel.onDidChangeViewState(() => {
      if (!panel.active) return;
      composers.delete(composer);
      composers.add(composer);
    });
    panel.onDidDispose(() => {
      composers.delete(composer);
      composer.dispose();
    });
  }

  const serializer = window.registerWebviewPanelSerializer(COMPOSER_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openComposer: (queueRef, draft) => {
      const last = [...composers].at(-1);
      if (last !== undefined && draft === undefined) {
        last.reveal(queueRef);
        return;
      }
      const options = makeWebviewOptions(context.extensionUri);
      adopt(
        window.createWebviewPanel(COMPOSER_PANEL_TYPE, l10n.t('Compose message'), ViewColumn.Active, options),
        queueRef,
        draft,
      );
    },
    dispose: () => {
      serializer.dispose();
      for (const composer of composers) composer.dispose();
    },
  };
}

class ComposerPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #session: BrokerClient;
  readonly #connections: Connections;
  readonly #actions: ComposerActions;
  readonly #page: QueuePage<HostToComposer, ComposerToHost>;
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  #wantedDraft: ComposerDraftSource | undefined;

  constructor(
    panel: WebviewPanel,
    context: ExtensionContext,
    session: BrokerClient,
    connections: Connections,
    actions: ComposerActions,
    queueRef?: QueueRef,
    draft?: ComposerDraftSource,
  ) {
    this.#panel = panel;
    this.#session = session;
    this.#connections = connections;
    this.#actions = actions;
    this.#wantedDraft = draft;
    this.#page = new QueuePage(panel, session, {
      extensionUri: context.extensionUri,
      bundle: 'composer',
      title: l10n.t('Compose'),
      pageTitle: l10n.t('Compose message'),
      showLog: () => actions.showLog(),
      createQueue: () => actions.createQueue(),
      connections,
      needs: 'send',
      queueRef,
      start: (state) => [this.#describeStart(state)],
      read: readComposerMessage,
      handle: (message) => this.#handle(message),
    });
  }

  reveal(queueRef: QueueRef | undefined): void {
    this.#panel.reveal();
    if (queueRef !== undefined) this.#page.selectQueue(queueRef);
  }

  dispose(): void {
    this.#page.dispose();
  }

  async #handle(message: ComposerToHost): Promise<void> {
    switch (message.type) {
      case 'send':
        await this.#page.deliver({
          type: 'sent',
          requestId: message.requestId,
          queueArn: formatQueueRef(refOfSend(message)),
          outcome: await this.#send(message).then(
            (result) => ({ ok: true, result }) as const,
            (error: unknown) => ({ ok: false, failure: describeFailure(error) }) as const,
          ),
        });
        return;
      case 'loadFile': {
        const { state } = this.#session;
        const maximumBytes = state.kind === 'running' ? state.info.maximumMessageBytes : undefined;
        const file = await loadAttributeFile(maximumBytes);
        if (file !== undefined) this.#page.post({ type: 'fileLoaded', requestId: message.requestId, file });
        return;
      }
      case 'formatBody': {
        const laidOut = await layOutJson(message.body);
        const outcome =
          laidOut.kind === 'done'
            ? ({ ok: true, body: laidOut.text } as const)
            : ({ ok: false, problem: laidOut.kind } as const);
        this.#page.post({ type: 'bodyFormatted', requestId: message.requestId, outcome });
        return;
      }
      case 'checkBody': {
        const outcome = await checkJson(message.body);
        this.#page.post({ type: 'bodyChecked', requestId: message.requestId, outcome });
        return;
      }
      case 'encryptBody': {
        const encrypted = await this.#actions.encryptBody(message.body);
        if (encrypted !== undefined) await this.#page.deliver({ type: 'bodyEncrypted', ...encrypted });
        return;
      }
      case 'copy':
        await copyFromPage(message.text);
        return;
      case 'showTrace':
        await this.#showTrace(message);
        return;
      default:
        await this.#page.handle(message);
    }
  }

  async #send(message: SendRequest): Promise<SendMessageResult> {
    const connection = this.#connections.find(refOfSend(message).connectionId);
    if (!connection || !isAble(connection, ['send']))
      throw new Error(l10n.t('The connection that this queue belongs to is closed.'));
    return connection.can.send.message(message.params);
  }

  async #showTrace({ queueArn, messageId }: Extract<ComposerToHost, { type: 'showTrace' }>): Promise<void> {
    const { connectionId, arn } = parseQueueRef(queueArn);
    await this.#connections.find(connectionId)?.can.trace?.({ queueArn: arn, messageId });
  }

  #describeStart(state: QueuePageState): HostToComposer {
    const draft = this.#wantedDraft;
    this.#wantedDraft = undefined;
    return { type: 'initialize', ...state, ...(draft === undefined ? {} : { draft }) };
  }
}

type SendRequest = Extract<ComposerToHost, { type: 'send' }>;

function refOfSend({ params, connectionId = LOCAL_CONNECTION }: SendRequest): QueueRef {
  return { connectionId, arn: params.queueArn };
}
