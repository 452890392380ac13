import { type Disposable, env, type ExtensionContext, ViewColumn, type WebviewPanel, window } from 'vscode';
import { sendMessage } from '../../broker/protocol/message.ts';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type {
  ComposerDraftSource,
  ComposerToHost,
  HostToComposer,
  TraceFilter,
} from '../../webview/protocol.ts';
import type { BrokerSession } from '../broker/session.ts';
import { loadAttributeFile } from './attributeFile.ts';
import { describeBroker, describeFailure } from './brokerView.ts';
import { readComposerMessage } from './messageShapes.ts';
import { makeWebviewOptions, renderWebviewPage } from './webviewPage.ts';

/** The panel's type: `onWebviewPanel:queueside.composer` restores it after a reload. */
export const COMPOSER_PANEL_TYPE = 'queueside.composer';

/** What the composer asks of the rest of the extension. */
export interface ComposerActions {
  showLog(): void;
  /** The queue that was created, or undefined when the user thought better of it. */
  createQueue(): Promise<QueueSummary | undefined>;
  showTrace(filter: TraceFilter): void;
  /** The body as only the holder of the key can read it, or undefined when the user thought better of it. */
  encryptBody(body: string): Promise<{ readonly body: string; readonly keyName: string } | undefined>;
}

export interface ComposerPanels extends Disposable {
  /**
   * Shows a composer. A draft gets a new one, so that nothing typed is lost; without a draft the last used composer
   * comes to the front and turns to the given queue.
   */
  openComposer(queueArn?: string, draft?: ComposerDraftSource): void;
}

/** Registers the composer and its restoring after a window reload. */
export function registerComposer(
  context: ExtensionContext,
  session: BrokerSession,
  actions: ComposerActions,
): ComposerPanels {
  /** The last used one is the last. */
  const composers = new Set<ComposerPanel>();

  function adopt(panel: WebviewPanel, queueArn?: string, draft?: ComposerDraftSource): void {
    const composer = new ComposerPanel(panel, context, session, actions, queueArn, draft);
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
    openComposer: (queueArn, draft) => {
      const last = [...composers].at(-1);
      if (last !== undefined && draft === undefined) {
        last.reveal(queueArn);
        return;
      }
      const options = makeWebviewOptions(context.extensionUri);
      adopt(
        window.createWebviewPanel(COMPOSER_PANEL_TYPE, 'Compose message', ViewColumn.Active, options),
        queueArn,
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
  private readonly panel: WebviewPanel;
  private readonly session: BrokerSession;
  private readonly actions: ComposerActions;
  private readonly disposables: Disposable[];
  private isReady = false;
  private queues: readonly QueueSummary[] = [];
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  private wantedQueueArn: string | undefined;
  private wantedDraft: ComposerDraftSource | undefined;

  constructor(
    panel: WebviewPanel,
    context: ExtensionContext,
    session: BrokerSession,
    actions: ComposerActions,
    queueArn?: string,
    draft?: ComposerDraftSource,
  ) {
    this.panel = panel;
    this.session = session;
    this.actions = actions;
    this.wantedQueueArn = queueArn;
    this.wantedDraft = draft;
    panel.webview.options = makeWebviewOptions(context.extensionUri);
    this.disposables = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readComposerMessage(value);
        if (message !== undefined) void this.handle(message);
      }),
      panel.onDidChangeViewState(() => {
        // A hidden page is torn down; it says `ready` again when it is back.
        if (!panel.visible) this.isReady = false;
      }),
      session.onDidChangeState((state) =>
        this.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.loadQueues()),
      session.onNotification(queuesChanged, ({ queues }) => this.setQueues(queues)),
    ];
    panel.webview.html = renderWebviewPage(
      panel.webview,
      context.extensionUri,
      'composer',
      'Compose message',
    );
  }

  reveal(queueArn: string | undefined): void {
    this.panel.reveal();
    if (queueArn === undefined) return;
    if (this.isReady) this.post({ type: 'selectQueue', queueArn });
    else this.wantedQueueArn = queueArn;
  }

  dispose(): void {
    this.isReady = false;
    for (const disposable of this.disposables) disposable.dispose();
  }

  private post(message: HostToComposer): void {
    if (this.isReady) void this.panel.webview.postMessage(message);
  }

  private async handle(message: ComposerToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.greet();
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.actions.showLog();
        return;
      case 'createQueue': {
        const queue = await this.actions.createQueue().catch(() => undefined);
        if (queue === undefined) return;
        await this.loadQueues();
        this.post({ type: 'selectQueue', queueArn: queue.arn });
        return;
      }
      case 'queueSelected':
        this.panel.title = `Compose: ${message.queueArn.slice(message.queueArn.lastIndexOf(':') + 1)}`;
        return;
      case 'send':
        try {
          const result = await this.session.request(sendMessage, message.params);
          this.post({ type: 'sent', requestId: message.requestId, outcome: { ok: true, result } });
        } catch (error) {
          const failure = describeFailure(error);
          this.post({ type: 'sent', requestId: message.requestId, outcome: { ok: false, failure } });
        }
        return;
      case 'loadFile': {
        const { state } = this.session;
        const maximumBytes = state.kind === 'running' ? state.info.maximumMessageBytes : undefined;
        const file = await loadAttributeFile(maximumBytes);
        if (file !== undefined) this.post({ type: 'fileLoaded', requestId: message.requestId, file });
        return;
      }
      case 'encryptBody': {
        const encrypted = await this.actions.encryptBody(message.body);
        if (encrypted !== undefined) this.post({ type: 'bodyEncrypted', ...encrypted });
        return;
      }
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
      case 'showTrace':
        this.actions.showTrace({ queueArn: message.queueArn, messageId: message.messageId });
        return;
    }
  }

  private async greet(): Promise<void> {
    // First the queues, so that the page never says for a moment that there are none.
    await this.loadQueues();
    this.isReady = true;
    this.post({
      type: 'initialize',
      broker: describeBroker(this.session.state),
      queues: this.queues,
      ...(this.wantedQueueArn === undefined ? {} : { queueArn: this.wantedQueueArn }),
      ...(this.wantedDraft === undefined ? {} : { draft: this.wantedDraft }),
    });
    this.wantedQueueArn = undefined;
    this.wantedDraft = undefined;
  }

  private async loadQueues(): Promise<void> {
    if (this.session.state.kind !== 'running') return;
    try {
      this.setQueues((await this.session.request(listQueues, {})).queues);
    } catch {
      // The connection went away; the next one asks again.
    }
  }

  private setQueues(queues: readonly QueueSummary[]): void {
    this.queues = queues;
    this.post({ type: 'queuesChanged', queues });
  }
}
