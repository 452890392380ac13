import * as l10n from '@vscode/l10n';
import { AlarmFormPanel } from '../alarms/alarmFormPanel.ts';
import { ForecastPanel } from '../forecast/forecastPanel.ts';
import { setLanguage } from '../ground/language.ts';
import { openSample } from '../launch/openSample.ts';
import { MessagePanel } from '../messageEditor/messagePanel.ts';
import { askAndCreateQueue } from '../queues/createQueueSteps.ts';
import { attachDeadLetters, detachDeadLetters } from '../queues/editor/attachDeadLetters.ts';
import { QueueEditorPanel } from '../queues/editor/queueEditorPanel.ts';
import { redriveByTask } from '../queues/redriveByTask.ts';
import { createReceiver } from '../receive/createReceiver.ts';
import { ReceivePanel } from '../receive/receivePanel.ts';
import { ScalingPanel } from '../scaling/scalingPanel.ts';
import { manageKeys } from '../security/manageKeys.ts';
import { writeStorageReport } from '../storage/storageReport.ts';
import { openSavedTrace } from '../trace/openSavedTrace.ts';
import { pickTraceFile } from '../trace/pickTraceFile.ts';
import { replayTrace } from '../trace/replayTrace.ts';
import { saveTrace } from '../trace/saveTrace.ts';

// Begins a bundle of its own: see loadPages.ts.

/** The code behind pages, a report, and rare commands, that a start does not need. */
export interface Pages {
  readonly AlarmFormPanel: typeof AlarmFormPanel;
  readonly ForecastPanel: typeof ForecastPanel;
  readonly MessagePanel: typeof MessagePanel;
  readonly QueueEditorPanel: typeof QueueEditorPanel;
  readonly ReceivePanel: typeof ReceivePanel;
  readonly createReceiver: typeof createReceiver;
  readonly ScalingPanel: typeof ScalingPanel;
  readonly askAndCreateQueue: typeof askAndCreateQueue;
  readonly attachDeadLetters: typeof attachDeadLetters;
  readonly detachDeadLetters: typeof detachDeadLetters;
  readonly manageKeys: typeof manageKeys;
  readonly openSample: typeof openSample;
  readonly redriveByTask: typeof redriveByTask;
  readonly openSavedTrace: typeof openSavedTrace;
  readonly pickTraceFile: typeof pickTraceFile;
  readonly replayTrace: typeof replayTrace;
  readonly saveTrace: typeof saveTrace;
  readonly writeStorageReport: typeof writeStorageReport;
}

/**
 * @param language of numbers: the bundle has its own copy of what remembers it, and of the texts
 * @param texts in that language, by their English; undefined: English
 */
export function createPages(language: string, texts: Record<string, string> | undefined): Pages {
  setLanguage(language);
  if (texts !== undefined) l10n.config({ contents: texts });
  return {
    AlarmFormPanel,
    ForecastPanel,
    MessagePanel,
    QueueEditorPanel,
    ReceivePanel,
    createReceiver,
    ScalingPanel,
    askAndCreateQueue,
    attachDeadLetters,
    detachDeadLetters,
    manageKeys,
    openSample,
    redriveByTask,
    openSavedTrace,
    pickTraceFile,
    replayTrace,
    saveTrace,
    writeStorageReport,
  };
}
