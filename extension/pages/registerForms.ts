import type { ExtensionContext } from 'vscode';
import { type AlarmForms, registerAlarmForms } from '../alarms/alarmForms.ts';
import type { SupervisedClient } from '../broker/supervisedClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import type { Connections } from '../connections/connections.ts';
import { type QueueEditors, registerQueueEditors } from '../queues/editor/queueEditors.ts';
import { registerScalingPanels, type ScalingPanels } from '../scaling/scalingPanels.ts';
import type { LoadPages } from './loadPages.ts';

/** The pages on which queues, alarms and scaling rules are changed. */
export interface FormPages {
  readonly queueEditors: QueueEditors;
  readonly alarmForms: AlarmForms;
  readonly scalingPanels: ScalingPanels;
}

interface Needs {
  readonly context: ExtensionContext;
  readonly session: SupervisedClient;
  readonly connections: Connections;
  readonly clock: BrokerClock;
  readonly showLog: () => void;
  readonly loadPages: LoadPages;
}

export function registerForms(needs: Needs): FormPages {
  const { context, session, connections, clock, showLog, loadPages } = needs;
  return {
    queueEditors: registerQueueEditors(context, session, connections, {
      showLog,
      loadPanel: () => loadPages().QueueEditorPanel,
    }),
    alarmForms: registerAlarmForms(context, session, connections, {
      showLog,
      loadPanel: () => loadPages().AlarmFormPanel,
    }),
    scalingPanels: registerScalingPanels(
      { context, session, clock, showLog },
      () => loadPages().ScalingPanel,
    ),
  };
}
