import { type Disposable, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import { disposeAll } from '../ground/disposeAll.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import type { ScalingPanel, ScalingPanelServices } from './scalingPanel.ts';

/** The panel's type: `onWebviewPanel:queueside.scaling` restores it after a reload. */
export const SCALING_PANEL_TYPE = 'queueside.scaling';

export interface ScalingPanels extends Disposable {
  /** Shows how a pool scales: in the panel that is about it, or in a new one. */
  openScaling(poolName: string): void;
}

/**
 * Registers the panels that show how pools scale, and their restoring after a window reload.
 * @param loadPanel gets the panel's code, which has a late bundle
 */
export function registerScalingPanels(
  services: ScalingPanelServices,
  loadPanel: () => typeof ScalingPanel,
): ScalingPanels {
  const panels = new Set<ScalingPanel>();

  function adopt(panel: WebviewPanel, poolName?: string): void {
    const adopted = new (loadPanel())(panel, services, poolName);
    panels.add(adopted);
    panel.onDidDispose(() => {
      panels.delete(adopted);
      adopted.dispose();
    });
  }

  const serializer = window.registerWebviewPanelSerializer(SCALING_PANEL_TYPE, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });
  return {
    openScaling: (poolName) => {
      const known = [...panels].find((panel) => panel.poolName === poolName);
      if (known !== undefined) {
        known.reveal();
        return;
      }
      const options = makeWebviewOptions(services.context.extensionUri);
      const title = l10n.t('Scaling: {0}', poolName);
      adopt(window.createWebviewPanel(SCALING_PANEL_TYPE, title, ViewColumn.Active, options), poolName);
    },
    dispose: () => {
      serializer.dispose();
      disposeAll(panels);
    },
  };
}
