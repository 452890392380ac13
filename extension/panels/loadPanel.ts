import {
  type Disposable,
  env,
  type ExtensionContext,
  l10n,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../broker/protocol/queue.ts';
import type { HostToLoad, LoadDraft, LoadToHost } from '../../webview/protocol.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { LoadTests } from '../load/loadTests.ts';
import { describeBroker } from './brokerView.ts';
import { readLoadMessage } from './messageShapes.ts';
import { QueueRelay } from './queueRelay.ts';
import { makeWebviewOptions, renderWebviewPage } from './webviewPage.ts';

/** The panel's type: `onWebviewPanel:queueside.loadTest` restores it after a reload. */
export const LOAD_PANEL_TYPE = 'queueside.loadTest';

/** What the panel asks of the rest of the extension. */
export interface LoadPanelActions {
  showLog(): void;
  /** The queue that was created, or undefined when the user thought better of it. */
  createQueue(): Promise<QueueSummary | undefined>;
}

export interface LoadPanels extends Disposable {
  /** Shows the panel, turned to the given queue. There is one, because one test runs at a time. */
  openLoadTest(queueArn?: string): void;
}

/** Registers the panel of load tests and its restoring after a window reload. */
export function registerLoadPanel(
  context: ExtensionContext,
  session: BrokerSession,
  tests: LoadTests,
  actions: LoadPanelActions,
): LoadPanels {
  let current: LoadPanel | undefined;

  function adopt(panel: WebviewPanel, queueArn?: string): void {
    const adopted = new LoadPanel(panel, context, session, tests, actions, queueArn);
    current = adopted;
    panel.onDidDispose(() => {
      adopted.dispose();
      if (current === adopted) current = undefined;
    });
  }

  const serializer = window.registerWebviewPanelSerializer(LOAD_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openLoadTest: (queueArn) => {
      if (current !== undefined) {
        current.reveal(queueArn);
        return;
      }
      const options = makeWebviewOptions(context.extensionUri);
      adopt(window.createWebviewPanel(LOAD_PANEL_TYPE, 'Load test', ViewColumn.Active, options), queueArn);
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}

class LoadPanel implements Disposable {
  private readonly panel: WebviewPanel;
  private readonly session: BrokerSession;
  private readonly tests: LoadTests;
  private readonly actions: LoadPanelActions;
  private readonly relay: QueueRelay;
  private readonly disposables: Disposable[];
  private isReady = false;
  /** Given to the page once, when it is first ready; from then on it is in the page's own state. */
  private wantedQueueArn: string | undefined;

  constructor(
    panel: WebviewPanel,
    context: ExtensionContext,
    session: BrokerSession,
    tests: LoadTests,
    actions: LoadPanelActions,
    queueArn?: string,
  ) {
    this.panel = panel;
    this.session = session;
    this.tests = tests;
    this.actions = actions;
    this.wantedQueueArn = queueArn;
    this.relay = new QueueRelay((queues) => this.post({ type: 'queuesChanged', queues }));
    panel.webview.options = makeWebviewOptions(context.extensionUri);
    this.disposables = [
      this.relay,
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readLoadMessage(value);
        if (message !== undefined) void this.handle(message);
      }),
      panel.onDidChangeViewState(() => {
        // A hidden page is torn down; it says `ready` again when it is back.
        if (!panel.visible) this.isReady = false;
      }),
      tests.onDidChange((run) => this.post({ type: 'runChanged', run })),
      session.onDidChangeState((state) =>
        this.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      session.onDidConnect(() => void this.loadQueues()),
      session.onNotification(queuesChanged, ({ queues }) => this.relay.set(queues)),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, context.extensionUri, 'load', 'Load test');
  }

  reveal(queueArn: string | undefined): void {
    this.panel.reveal();
    if (queueArn === undefined || this.tests.isRunning) return;
    if (this.isReady) this.post({ type: 'selectQueue', queueArn });
    else this.wantedQueueArn = queueArn;
  }

  dispose(): void {
    this.isReady = false;
    for (const disposable of this.disposables) disposable.dispose();
  }

  private post(message: HostToLoad): void {
    if (this.isReady) void this.panel.webview.postMessage(message);
  }

  private async handle(message: LoadToHost): Promise<void> {
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
        this.panel.title = `Load test: ${message.queueArn.slice(message.queueArn.lastIndexOf(':') + 1)}`;
        return;
      case 'pickTemplate': {
        const [file] = (await window.showOpenDialog({ title: l10n.t('Body template') })) ?? [];
        if (file !== undefined) this.post({ type: 'templatePicked', path: file.fsPath });
        return;
      }
      case 'start':
        await this.start(message.draft);
        return;
      case 'stop':
        this.tests.stop();
        return;
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
    }
  }

  private async start(draft: LoadDraft): Promise<void> {
    const { state } = this.session;
    const queue = this.relay.queues.find(({ arn }) => arn === draft.queueArn);
    if (state.kind !== 'running' || queue === undefined) return;
    await this.tests.start(queue, draft, state.info, () => this.panel.visible);
  }

  private async greet(): Promise<void> {
    // First the queues, so that the page never says for a moment that there are none.
    await this.loadQueues();
    this.isReady = true;
    const { draft, run } = this.tests;
    this.post({
      type: 'initialize',
      broker: describeBroker(this.session.state),
      queues: this.relay.queues,
      ...(draft === undefined ? {} : { draft }),
      ...(this.wantedQueueArn === undefined ? {} : { queueArn: this.wantedQueueArn }),
    });
    this.wantedQueueArn = undefined;
    if (run !== undefined) this.post({ type: 'runChanged', run });
  }

  private async loadQueues(): Promise<void> {
    if (this.session.state.kind !== 'running') return;
    try {
      this.relay.set((await this.session.request(listQueues, {})).queues);
    } catch {
      // The connection went away; the next one asks again.
    }
  }
}
