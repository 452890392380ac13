import { type Disposable, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { QueueRef } from '../connections/queueRef.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import type { ReceivePanel, ReceivePanelServices } from './receivePanel.ts';

/** The panel's type: `onWebviewPanel:queueside.receive` restores it after a reload. */
export const RECEIVE_PANEL_TYPE = 'queueside.receive';

export interface ReceivePanels extends Disposable {
  /** Shows the panel, turned to the given queue. */
  openReceive(queueRef?: QueueRef): void;
}

/**
 * Registers the panel that receives as a consumer, and its restoring after a window reload.
 * @param loadPanel gets the panel's code, which has a late bundle
 */
export function registerReceivePanel(
  services: ReceivePanelServices,
  loadPanel: () => typeof ReceivePanel,
): ReceivePanels {
  let current: ReceivePanel | undefined;

  function adopt(panel: WebviewPanel, queueRef?: QueueRef): void {
    const adopted = new (loadPanel())(panel, services, queueRef);
    current = adopted;
    panel.onDidDispose(() => {
      adopted.dispose();
      if (current === adopted) current = undefined;
    });
  }

  const serializer = window.registerWebviewPanelSerializer(RECEIVE_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openReceive: (queueRef) => {
      if (current !== undefined) {
        current.reveal(queueRef);
        return;
      }
      const options = makeWebviewOptions(services.context.extensionUri);
      const title = l10n.t('Receive as a consumer');
      adopt(window.createWebviewPanel(RECEIVE_PANEL_TYPE, title, ViewColumn.Active, options), queueRef);
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}
