// What the tests of connections run of the extension, bundled with a fake VS Code.
export { AlarmFormPanel } from '../../../extension/alarms/alarmFormPanel.ts';
export { notifyOfAlarms } from '../../../extension/alarms/alarmNotices.ts';
export { registerAlarmForms } from '../../../extension/alarms/alarmForms.ts';
export { LaunchInjector } from '../../../extension/launch/inject.ts';
export { ALL_COMMANDS } from '../../../extension/commands/allCommands.ts';
export { showAdvance } from '../../../extension/clock/showAdvance.ts';
export { registerComposer } from '../../../extension/composer/composerPanel.ts';
export { Connections } from '../../../extension/connections/connections.ts';
export { LocalConnection } from '../../../extension/connections/localConnection.ts';
export { MessagePanel } from '../../../extension/messageEditor/messagePanel.ts';
export { registerMessageEditors } from '../../../extension/messageEditor/messageEditors.ts';
export { registerMetricsPanels } from '../../../extension/metrics/metricsPanel.ts';
export { addConnections } from '../../../extension/remote/addConnection.ts';
export {
  openConnection,
  readMoreQueues,
  removeConnection,
} from '../../../extension/remote/connectionCommands.ts';
export { askMfaCode } from '../../../extension/remote/connecting.ts';
export { ConnectionItem } from '../../../extension/remote/connectionItem.ts';
export { chooseDebugConnection } from '../../../extension/remote/programs/chooseDebugConnection.ts';
export {
  copyGatewayEndpoint,
  showGateway,
  stopGateway,
} from '../../../extension/remote/programs/gatewayCommands.ts';
export { GatewayItem } from '../../../extension/remote/programs/gatewayItem.ts';
export { HoldNotices } from '../../../extension/remote/programs/holdNotices.ts';
export { LostHoldsNotice } from '../../../extension/remote/programs/lostHoldsNotice.ts';
export { ProgramQuestions } from '../../../extension/remote/programs/programQuestions.ts';
export { offerHelp, offerSignIn } from '../../../extension/remote/signIn.ts';
export { ConnectionLevels } from '../../../extension/remote/levels.ts';
export { registerRemote } from '../../../extension/remote/registerRemote.ts';
export { openSamplePanel } from '../../../extension/remote/sampling/samplePanel.ts';
export { RemoteConnections } from '../../../extension/remote/remoteConnections.ts';
export { ScalingPanel } from '../../../extension/scaling/scalingPanel.ts';
export { registerScalingPanels } from '../../../extension/scaling/scalingPanels.ts';
export { registerTemplates } from '../../../extension/templates/registerTemplates.ts';
export { createTemplates } from '../../../extension/templates/templates.ts';
export { addPool } from '../../../extension/pools/declarePool.ts';
export { PoolLaunches } from '../../../extension/pools/poolLaunches.ts';
export { PoolRunners } from '../../../extension/pools/poolRunners.ts';
export { createConsumers } from '../../../extension/consumers/consumers.ts';
export { FunctionRunners } from '../../../extension/functions/functionRunners.ts';
export { describeDebugger, findDebugger, findDebugType } from '../../../extension/functions/findDebugger.ts';
export { FunctionLaunches } from '../../../extension/functions/functionLaunches.ts';
export { PoolStore } from '../../../extension/pools/poolStore.ts';
export { PoolTaskTerminal } from '../../../extension/pools/poolTaskTerminal.ts';
export { DebugPrograms } from '../../../extension/processes/debugPrograms.ts';
export { ProcessOutputs } from '../../../extension/processes/processOutputs.ts';
export { ReceivePanel } from '../../../extension/receive/receivePanel.ts';
export { ForecastPanel } from '../../../extension/forecast/forecastPanel.ts';
export { registerForecastPanel } from '../../../extension/forecast/forecastPanels.ts';
export { registerReceivePanel } from '../../../extension/receive/receivePanels.ts';
export { ReadOnlyTexts } from '../../../extension/queues/messages/readOnlyTexts.ts';
export { RecentImports } from '../../../extension/queues/undo/recentImports.ts';
export { QueueNotices } from '../../../extension/queues/queueNotices.ts';
export { askAndCreateQueue } from '../../../extension/queues/createQueueSteps.ts';
export { attachDeadLetters, detachDeadLetters } from '../../../extension/queues/editor/attachDeadLetters.ts';
export { redriveByTask } from '../../../extension/queues/redriveByTask.ts';
export { QueueEditorPanel } from '../../../extension/queues/editor/queueEditorPanel.ts';
export { registerQueueEditors } from '../../../extension/queues/editor/queueEditors.ts';
export { createLocalUndo } from '../../../extension/queues/undo/localUndo.ts';
export { QueueStore } from '../../../extension/queues/queueStore.ts';
export { MessageFiles } from '../../../extension/queues/messages/messageFiles.ts';
export { ArrangementStore } from '../../../extension/queues/tree/arrangementStore.ts';
export { QueuesDragAndDrop } from '../../../extension/queues/tree/queuesDragAndDrop.ts';
export { dropFiles } from '../../../extension/composer/sendFiles.ts';
export { exportListedMessages } from '../../../extension/exportImport/exportTraceMessages.ts';
export { exchangeMessages } from '../../../extension/remote/transfer/transfers.ts';
export { offerInterrupted } from '../../../extension/remote/transfer/resumeTransfers.ts';
export { offerImport } from '../../../extension/exportImport/offerImport.ts';
export { sendFile } from '../../../extension/exportImport/sendFile.ts';
export { COPY, sendMessages } from '../../../extension/queues/messages/sendMessages.ts';
export { QueuesTree } from '../../../extension/queues/tree/queuesTree.ts';
export { QueuesView } from '../../../extension/queues/tree/queuesView.ts';
export { TraceViewProvider } from '../../../extension/trace/traceViewProvider.ts';
export {
  commands,
  DataTransfer,
  DataTransferItem,
  debug,
  env,
  EventEmitter,
  extensions,
  languages,
  Range,
  tasks,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from 'vscode';
