import { type Disposable, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import type { ForecastPanel, ForecastPanelServices } from './forecastPanel.ts';

/** The panel's type: `onWebviewPanel:queueside.forecast` restores it after a reload. */
export const FORECAST_PANEL_TYPE = 'queueside.forecast';

export interface ForecastPanels extends Disposable {
  /** Shows the panel, turned to the given queue of the local broker. */
  openForecast(queueArn?: string): void;
}

/**
 * Registers the panel of forecasts, and its restoring after a window reload.
 * @param loadPanel gets the panel's code, which has a late bundle
 */
export function registerForecastPanel(
  services: ForecastPanelServices,
  loadPanel: () => typeof ForecastPanel,
): ForecastPanels {
  let current: ForecastPanel | undefined;

  function adopt(panel: WebviewPanel, queueArn?: string): void {
    const adopted = new (loadPanel())(panel, services, queueArn);
    current = adopted;
    panel.onDidDispose(() => {
      adopted.dispose();
      if (current === adopted) current = undefined;
    });
  }

  const serializer = window.registerWebviewPanelSerializer(FORECAST_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openForecast: (queueArn) => {
      if (current !== undefined) {
        current.reveal(queueArn);
        return;
      }
      const options = makeWebviewOptions(services.context.extensionUri);
      adopt(
        window.createWebviewPanel(FORECAST_PANEL_TYPE, l10n.t('What if'), ViewColumn.Active, options),
        queueArn,
      );
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}
