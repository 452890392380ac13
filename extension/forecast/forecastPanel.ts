import { type Disposable, type ExtensionContext, l10n, type WebviewPanel } from 'vscode';
import { readForecast, type ReadForecastParams } from '../../broker/protocol/forecast.ts';
import type { ForecastToHost, HostToForecast } from '../../webview/forecastProtocol.ts';
import type { LoadDraft } from '../../webview/loadProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { describeFailure } from '../webviews/brokerView.ts';
import { readForecastMessage } from '../webviews/messageShapes.ts';
import { QueuePage, type QueuePageActions } from '../webviews/queuePage.ts';

export interface ForecastPanelServices extends QueuePageActions {
  readonly context: ExtensionContext;
  readonly session: BrokerClient;
  readonly connections: Connections;
  /** Opens the load test of a queue with these values in its form. */
  readonly openLoadTest: (queueArn: string, values: Partial<LoadDraft>) => void;
}

/** The page of forecasts: asks the broker, and hands a plan over to the load test. */
export class ForecastPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: ForecastPanelServices;
  readonly #page: QueuePage<HostToForecast, ForecastToHost>;

  constructor(panel: WebviewPanel, services: ForecastPanelServices, queueArn?: string) {
    this.#panel = panel;
    this.#services = services;
    const { context, session, connections } = services;
    this.#page = new QueuePage(panel, session, {
      extensionUri: context.extensionUri,
      bundle: 'forecast',
      title: l10n.t('What if'),
      pageTitle: l10n.t('What if'),
      showLog: () => services.showLog(),
      createQueue: () => services.createQueue(),
      connections,
      needs: 'forecast',
      queueRef: queueArn === undefined ? undefined : { connectionId: LOCAL_CONNECTION, arn: queueArn },
      start: (state) => [{ type: 'initialize', ...state }],
      read: readForecastMessage,
      handle: (message) => this.#handle(message),
    });
  }

  reveal(queueArn: string | undefined): void {
    this.#panel.reveal();
    if (queueArn !== undefined) this.#page.selectQueue({ connectionId: LOCAL_CONNECTION, arn: queueArn });
  }

  dispose(): void {
    this.#page.dispose();
  }

  async #handle(message: ForecastToHost): Promise<void> {
    switch (message.type) {
      case 'read':
        await this.#read(message.requestId, message.params);
        return;
      case 'prove': {
        const { queueArn, perSecond, seconds } = message;
        const values = { rate: String(perSecond), duration: String(seconds), shape: 'poisson' };
        this.#services.openLoadTest(queueArn, values);
        return;
      }
      default:
        await this.#page.handle(message);
    }
  }

  async #read(requestId: number, params: ReadForecastParams): Promise<void> {
    const { session } = this.#services;
    // A request would start the broker.
    if (session.state.kind !== 'running') return;
    try {
      const report = await session.request(readForecast, params);
      this.#page.post({ type: 'forecastRead', requestId, outcome: { ok: true, report } });
    } catch (error) {
      const failure = describeFailure(error);
      this.#page.post({ type: 'forecastRead', requestId, outcome: { ok: false, failure } });
    }
  }
}
