import { commands, type Disposable, type ExtensionContext, l10n, type WebviewPanel } from 'vscode';
import type { HostToScaling, ScalingToHost } from '../../webview/scalingProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { saveTable } from '../fileFormats/saveTable.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { MetricsFeed } from '../metrics/metricsFeed.ts';
import { savePicture } from '../metrics/savePicture.ts';
import { describeBroker } from '../webviews/brokerView.ts';
import { readScalingMessage } from '../webviews/messageShapes.ts';
import { PageMail } from '../webviews/pageMail.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';
import { PoolFeed } from './poolFeed.ts';

export interface ScalingPanelServices {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly clock: Pick<BrokerClock, 'now' | 'onDidChange'>;
  showLog(): void;
}

/** The page of one panel, and what is read for it: the metrics of the queue, and the history of the pool. */
export class ScalingPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: ScalingPanelServices;
  readonly #mail: PageMail<HostToScaling>;
  readonly #metrics: MetricsFeed;
  readonly #pools: PoolFeed;
  readonly #disposables: readonly Disposable[];
  /** As the page has it; undefined: a restored page has not said it yet. */
  #poolName: string | undefined;
  /** Given to the page once; from then on it is in its own state. */
  #wantedName: string | undefined;

  constructor(panel: WebviewPanel, services: ScalingPanelServices, poolName?: string) {
    this.#panel = panel;
    this.#services = services;
    this.#poolName = poolName;
    this.#wantedName = poolName;
    const { context, session, clock } = services;
    const { extensionUri } = context;
    const post = (message: HostToScaling): void => this.#mail.post(message);
    this.#mail = new PageMail(panel);
    this.#metrics = new MetricsFeed({ session, clock, post });
    this.#pools = new PoolFeed({ session, clock, post });
    panel.webview.options = makeWebviewOptions(extensionUri);
    panel.iconPath = findTabIcon(extensionUri);
    this.#disposables = [
      this.#mail,
      this.#metrics,
      this.#pools,
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readScalingMessage(value);
        if (message !== undefined) tellFailure(this.#handle(message));
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#pause();
      }),
      session.onDidChangeState((state) => post({ type: 'brokerChanged', broker: describeBroker(state) })),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, extensionUri, 'scaling', l10n.t('Scaling'));
  }

  get poolName(): string | undefined {
    return this.#poolName;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #pause(): void {
    this.#metrics.pause();
    this.#pools.pause();
  }

  async #handle(message: ScalingToHost): Promise<void> {
    const { context, session } = this.#services;
    switch (message.type) {
      case 'ready': {
        const pools = await this.#pools.readPools();
        const poolName = this.#wantedName;
        this.#wantedName = undefined;
        this.#mail.open({
          type: 'initialize',
          broker: describeBroker(session.state),
          ...(pools === undefined ? {} : { pools }),
          ...(poolName === undefined ? {} : { poolName }),
        });
        return;
      }
      case 'startBroker':
        // A failure shows as the broker's state.
        await session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#services.showLog();
        return;
      case 'runPool':
        await commands.executeCommand(COMMANDS.runPool);
        return;
      case 'declarePool':
        await commands.executeCommand(COMMANDS.declarePool);
        return;
      case 'watch':
        this.#poolName = message.poolName;
        this.#panel.title = l10n.t('Scaling: {0}', message.poolName);
        this.#metrics.watch(message.requestId, message.watch);
        this.#pools.watch(message.requestId, message.poolName);
        return;
      case 'pause':
        this.#pause();
        return;
      case 'saveTable':
        await saveTable(context, message.rows, {
          title: l10n.t('Save Scaling'),
          saveLabel: l10n.t('Save'),
          fileName: 'scaling.csv',
        });
        return;
      case 'savePicture':
        await savePicture(message.base64, 'scaling.png');
    }
  }
}
