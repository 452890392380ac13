import { type Disposable, type ExtensionContext, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { HostToMetrics, MetricsToHost } from '../../webview/metricsProtocol.ts';
import type { QueuePageState } from '../../webview/protocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { saveTable } from '../fileFormats/saveTable.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { readMetricsMessage } from '../webviews/messageShapes.ts';
import { QueuePage, type QueuePageActions } from '../webviews/queuePage.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import { MetricsFeed } from './metricsFeed.ts';
import { savePicture } from './savePicture.ts';

/** The panel's type: `onWebviewPanel:queueside.metrics` restores it after a reload. */
export const METRICS_PANEL_TYPE = 'queueside.metrics';

export interface MetricsPanels extends Disposable {
  /** Shows the metrics of these queues of the local broker: in the panel that has just them, or in a new one. */
  openMetrics(queueArns: readonly string[]): void;
}

interface MetricsPanelServices extends QueuePageActions {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly clock: Pick<BrokerClock, 'now' | 'onDidChange'>;
  openComposer(queueArn: string): void;
}

/** Registers the panels of metrics and their restoring after a window reload. */
export function registerMetricsPanels(services: MetricsPanelServices): MetricsPanels {
  const panels = new Set<MetricsPanel>();

  function adopt(panel: WebviewPanel, queueArns?: readonly string[]): void {
    const adopted = new MetricsPanel(panel, services, queueArns);
    panels.add(adopted);
    panel.onDidDispose(() => {
      panels.delete(adopted);
      adopted.dispose();
    });
  }

  const serializer = window.registerWebviewPanelSerializer(METRICS_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openMetrics: (queueArns) => {
      const known = [...panels].find((panel) => panel.shows(queueArns));
      if (known !== undefined) {
        known.reveal();
        return;
      }
      const options = makeWebviewOptions(services.context.extensionUri);
      const panel = window.createWebviewPanel(
        METRICS_PANEL_TYPE,
        nameMetrics(queueArns),
        ViewColumn.Active,
        options,
      );
      adopt(panel, queueArns);
    },
    dispose: () => {
      serializer.dispose();
      disposeAll(panels);
    },
  };
}

class MetricsPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: MetricsPanelServices;
  readonly #page: QueuePage<HostToMetrics, MetricsToHost>;
  readonly #feed: MetricsFeed;
  readonly #disposables: readonly Disposable[];
  /** As the page has them; undefined: a restored page has not told yet. */
  #queueArns: readonly string[] | undefined;
  /** Given to the page once; from then on they are in its own state. */
  #wantedArns: readonly string[] | undefined;

  constructor(panel: WebviewPanel, services: MetricsPanelServices, queueArns?: readonly string[]) {
    this.#panel = panel;
    this.#services = services;
    this.#queueArns = queueArns;
    this.#wantedArns = queueArns;
    const { context, session, connections, clock } = services;
    this.#page = new QueuePage(panel, session, {
      extensionUri: context.extensionUri,
      bundle: 'metrics',
      title: l10n.t('Metrics'),
      pageTitle: l10n.t('Metrics'),
      showLog: () => services.showLog(),
      createQueue: () => services.createQueue(),
      connections,
      needs: 'metrics',
      queueRef: undefined,
      start: (state) => this.#listStart(state),
      read: readMetricsMessage,
      handle: (message) => this.#handle(message),
    });
    this.#feed = new MetricsFeed({ session, clock, post: (message) => this.#page.post(message) });
    this.#disposables = [
      this.#page,
      this.#feed,
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#feed.pause();
      }),
    ];
  }

  /** Whether it shows just these queues. */
  shows(queueArns: readonly string[]): boolean {
    const own = this.#queueArns;
    return (
      own !== undefined && own.length === queueArns.length && own.every((arn) => queueArns.includes(arn))
    );
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #listStart(state: QueuePageState): HostToMetrics[] {
    const queueArns = this.#wantedArns;
    this.#wantedArns = undefined;
    return [{ type: 'initialize', ...state, ...(queueArns === undefined ? {} : { queueArns }) }];
  }

  async #handle(message: MetricsToHost): Promise<void> {
    const { context } = this.#services;
    switch (message.type) {
      case 'watch':
        this.#queueArns = message.watch.queueArns;
        this.#panel.title = nameMetrics(message.watch.queueArns);
        this.#feed.watch(message.requestId, message.watch);
        return;
      case 'openComposer':
        this.#services.openComposer(message.queueArn);
        return;
      case 'saveTable':
        await saveTable(context, message.rows, {
          title: l10n.t('Save Metrics'),
          saveLabel: l10n.t('Save'),
          fileName: 'metrics.csv',
        });
        return;
      case 'savePicture':
        await savePicture(message.base64, 'metrics.png');
        return;
      default:
        await this.#page.handle(message);
    }
  }
}

/** `Metrics: images`, `Metrics: images and 2 others`. */
function nameMetrics(queueArns: readonly string[]): string {
  const [first, second] = queueArns.map((arn) => arn.slice(arn.lastIndexOf(':') + 1));
  if (first === undefined) return l10n.t('Metrics');
  if (second === undefined) return l10n.t('Metrics: {0}', first);
  return queueArns.length === 2
    ? l10n.t('Metrics: {0} and {1}', first, second)
    : l10n.t('Metrics: {0} and {1} others', first, queueArns.length - 1);
}
