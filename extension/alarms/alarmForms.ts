import { type Disposable, type ExtensionContext, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import type { AlarmFormPanel, AlarmFormTarget } from './alarmFormPanel.ts';

/** The panel's type: `onWebviewPanel:queueside.alarmForm` restores it after a reload. */
const ALARM_FORM_PANEL_TYPE = 'queueside.alarmForm';

export interface AlarmForms extends Disposable {
  /** Shows the form of an alarm; without a name, an empty one. */
  open(target: AlarmFormTarget): void;
}

/**
 * Registers the form of alarms, one for each alarm, and its restoring after a window reload.
 * @param loadPanel gets the code of the form, which has a late bundle
 */
export function registerAlarmForms(
  context: ExtensionContext,
  session: BrokerClient,
  connections: Connections,
  actions: { showLog(): void; loadPanel(): typeof AlarmFormPanel },
): AlarmForms {
  const panels = new Set<AlarmFormPanel>();

  function adopt(panel: WebviewPanel, target: AlarmFormTarget): void {
    const form = new (actions.loadPanel())(panel, {
      extensionUri: context.extensionUri,
      session,
      connections,
      showLog: () => actions.showLog(),
      target,
    });
    panels.add(form);
    panel.onDidDispose(() => {
      panels.delete(form);
      form.dispose();
    });
  }

  const serializer = window.registerWebviewPanelSerializer(ALARM_FORM_PANEL_TYPE, {
    deserializeWebviewPanel: (panel, state: unknown) => {
      const { queueArn, name } = Object(state) as Record<string, unknown>;
      if (typeof queueArn === 'string')
        adopt(panel, { queueArn, name: typeof name === 'string' ? name : undefined });
      else panel.dispose();
      return Promise.resolve();
    },
  });
  return {
    open: (target) => {
      const known = [...panels].find((each) => each.shows(target));
      if (known !== undefined) known.reveal();
      else {
        const options = makeWebviewOptions(context.extensionUri);
        adopt(window.createWebviewPanel(ALARM_FORM_PANEL_TYPE, '', ViewColumn.Active, options), target);
      }
    },
    dispose: () => {
      serializer.dispose();
      disposeAll(panels);
    },
  };
}
