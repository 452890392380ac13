import { type Disposable, type ExtensionContext, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { HostToLoad, LoadDraft, LoadToHost } from '../../webview/loadProtocol.ts';
import type { QueuePageState } from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { readLoadMessage } from '../webviews/messageShapes.ts';
import { QueuePage, type QueuePageActions } from '../webviews/queuePage.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import type { LoadTests } from './loadTests.ts';
import { copyFromPage } from '../ground/copyText.ts';

/** The panel's type: `onWebviewPanel:queueside.loadTest` restores it after a reload. */
export const LOAD_PANEL_TYPE = 'queueside.loadTest';

export interface LoadPanels extends Disposable {
  /**
   * Shows the panel, turned to the given queue. There is one, because one test runs at a time.
   * @param values what to fill in; not while a test runs
   */
  openLoadTest(queueArn?: string, values?: Partial<LoadDraft>): void;
}

/** Registers the panel of load tests and its restoring after a window reload. */
export function registerLoadPanel(
  context: ExtensionContext,
  session: BrokerClient,
  connections: Connections,
  tests: LoadTests,
  actions: QueuePageActions,
): LoadPanels {
  let current: LoadPanel | undefined;

  function adopt(panel: WebviewPanel, queueArn?: string, values?: Partial<LoadDraft>): void {
    const adopted = new LoadPanel(panel, context, session, connections, tests, actions, queueArn);
    if (values !== undefined) adopted.fill(values);
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
    openLoadTest: (queueArn, values) => {
      if (current !== undefined) {
        current.reveal(queueArn);
        if (values !== undefined) current.fill(values);
        return;
      }
      const options = makeWebviewOptions(context.extensionUri);
      adopt(
        window.createWebviewPanel(LOAD_PANEL_TYPE, l10n.t('Load test'), ViewColumn.Active, options),
        queueArn,
        values,
      );
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}

class LoadPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #session: BrokerClient;
  readonly #tests: LoadTests;
  readonly #page: QueuePage<HostToLoad, LoadToHost>;
  readonly #disposables: readonly Disposable[];
  /** To fill in once the page is ready. */
  #values: Partial<LoadDraft> | undefined;

  constructor(
    panel: WebviewPanel,
    context: ExtensionContext,
    session: BrokerClient,
    connections: Connections,
    tests: LoadTests,
    actions: QueuePageActions,
    queueArn?: string,
  ) {
    this.#panel = panel;
    this.#session = session;
    this.#tests = tests;
    this.#page = new QueuePage(panel, session, {
      extensionUri: context.extensionUri,
      bundle: 'load',
      title: l10n.t('Load test'),
      pageTitle: l10n.t('Load test'),
      showLog: () => actions.showLog(),
      createQueue: () => actions.createQueue(),
      connections,
      needs: 'load',
      queueRef: queueArn === undefined ? undefined : { connectionId: LOCAL_CONNECTION, arn: queueArn },
      start: (state) => this.#listStart(state),
      read: readLoadMessage,
      handle: (message) => this.#handle(message),
    });
    this.#disposables = [
      this.#page,
      tests.onDidChange((run) => this.#page.post({ type: 'runChanged', run })),
    ];
  }

  reveal(queueArn: string | undefined): void {
    this.#panel.reveal();
    if (queueArn !== undefined && !this.#tests.isRunning)
      this.#page.selectQueue({ connectionId: LOCAL_CONNECTION, arn: queueArn });
  }

  fill(values: Partial<LoadDraft>): void {
    if (this.#tests.isRunning) return;
    if (this.#page.isReady) this.#page.post({ type: 'draftFilled', values });
    else this.#values = values;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #handle(message: LoadToHost): Promise<void> {
    switch (message.type) {
      case 'pickTemplate': {
        const [file] = (await window.showOpenDialog({ title: l10n.t('Body template') })) ?? [];
        if (file !== undefined) this.#page.post({ type: 'templatePicked', path: file.fsPath });
        return;
      }
      case 'start':
        await this.#start(message.draft);
        return;
      case 'stop':
        this.#tests.stop();
        return;
      case 'copy':
        await copyFromPage(message.text);
        return;
      default:
        await this.#page.handle(message);
    }
  }

  async #start(draft: LoadDraft): Promise<void> {
    const { state } = this.#session;
    const queue = this.#page.queues.find(({ arn }) => arn === draft.queueArn);
    if (state.kind !== 'running' || queue === undefined) return;
    await this.#tests.start(queue, draft, state.info, () => this.#panel.visible);
  }

  #listStart(state: QueuePageState): HostToLoad[] {
    const { draft, run } = this.#tests;
    const start = { type: 'initialize', ...state, ...(draft === undefined ? {} : { draft }) } as const;
    const values = this.#values;
    this.#values = undefined;
    return [
      start,
      ...(values === undefined ? [] : [{ type: 'draftFilled', values } as const]),
      ...(run === undefined ? [] : [{ type: 'runChanged', run } as const]),
    ];
  }
}
