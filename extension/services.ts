import { basename, join } from 'node:path';
import {
  commands,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  window,
  workspace,
} from 'vscode';
import type { BrokerInfo } from '../broker/protocol/broker.ts';
import { notifyOfAlarms } from './alarms/alarmNotices.ts';
import { BodyKeys } from './bodyEncryption/bodyKeys.ts';
import { loadBodyCipher } from './bodyEncryption/loadBodyCipher.ts';
import { pickBodyKey } from './bodyEncryption/pickBodyKey.ts';
import { loadLink } from './brokerLink.ts';
import { type BrokerStores, createBrokerStores } from './brokerStores.ts';
import { BROKER_TEXTS } from './broker/serverTexts.ts';
import { SupervisedClient } from './broker/supervisedClient.ts';
import type { WorkspacePaths } from './broker/workspaceFolder.ts';
import { type ComposerPanels, registerComposer } from './composer/composerPanel.ts';
import { dropFiles } from './composer/sendFiles.ts';
import { exportListedMessages } from './exportImport/exportTraceMessages.ts';
import { offerImport } from './exportImport/offerImport.ts';
import { Connections } from './connections/connections.ts';
import { LocalConnection } from './connections/localConnection.ts';
import type { ArrivalBreakpoints } from './debug/arrivalBreakpoints.ts';
import { createDebugging } from './debug/createDebugging.ts';
import type { BreakpointHolds } from './debug/hold.ts';
import type { InFlightStore } from './debug/inFlightStore.ts';
import { DefinitionFiles } from './definitions/definitionFiles.ts';
import { ReportDocuments } from './findings/reportDocuments.ts';
import { GatewayFaults } from './faults/gatewayFaults.ts';
import { type ForecastPanels, registerForecastPanel } from './forecast/forecastPanels.ts';
import { type GatewayServices, registerGateways } from './gateway/registerGateways.ts';
import { COMMANDS } from './ground/commandIds.ts';
import { CONTEXTS } from './ground/ids.ts';
import { readSetting, type SettingsReader } from './settings/allSettings.ts';
import type { ConsumerRegistry } from './launch/consumerRegistry.ts';
import { showLoadEnd } from './load/loadNotice.ts';
import { type LoadPanels, registerLoadPanel } from './load/loadPanel.ts';
import { LoadTests } from './load/loadTests.ts';
import { type MetricsPanels, registerMetricsPanels } from './metrics/metricsPanel.ts';
import { type MessageEditors, registerMessageEditors } from './messageEditor/messageEditors.ts';
import { type LoadPages, loadPagesLater } from './pages/loadPages.ts';
import { type FormPages, registerForms } from './pages/registerForms.ts';
import { type LoadConsumers, registerConsumers } from './consumers/registerConsumers.ts';
import { ReadOnlyTexts } from './queues/messages/readOnlyTexts.ts';
import { QueueNotices } from './queues/queueNotices.ts';
import { ArrangementStore } from './queues/tree/arrangementStore.ts';
import { QueuesDragAndDrop } from './queues/tree/queuesDragAndDrop.ts';
import type { LastSearch } from './queues/search/lastSearch.ts';
import { QueuesView } from './queues/tree/queuesView.ts';
import { createLocalUndo } from './queues/undo/localUndo.ts';
import { RecentImports } from './queues/undo/recentImports.ts';
import { type ReceivePanels, registerReceivePanel } from './receive/receivePanels.ts';
import { receiveLater } from './receive/receiveLater.ts';
import { type RemoteServices, registerRemote } from './remote/registerRemote.ts';
import { findUserKeys } from './security/findUserKeys.ts';
import { findDataFolder, nameWorkspacePaths } from './security/workspacePaths.ts';
import { StatusItem } from './status/statusItem.ts';
import { MasterKeys } from './storage/masterKeys.ts';
import { registerStorageNotices } from './storage/storageNotices.ts';
import { registerStorageReport } from './storage/storageReportDocument.ts';
import { type LoadTemplates, registerTemplates } from './templates/registerTemplates.ts';
import { registerTracePanel, type TracePanel } from './trace/tracePanel.ts';

/** Everything that commands and providers share. */
export interface Services extends BrokerStores, RemoteServices, GatewayServices, FormPages {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly settings: SettingsReader;
  /** What the broker of this workspace keeps where. */
  readonly paths: WorkspacePaths;
  readonly masterKeys: MasterKeys;
  readonly bodyKeys: BodyKeys;
  readonly texts: ReadOnlyTexts;
  readonly imports: RecentImports;
  readonly session: SupervisedClient;
  /** Every place with queues; the stores and panels below are those of the local broker. */
  readonly connections: Connections;
  /** Of this workspace's stored messages; undefined in a window without a folder, whose messages are in memory. */
  readonly dataFolder: string | undefined;
  readonly gatewayFaults: GatewayFaults;
  readonly definitions: DefinitionFiles;
  readonly consumers: ConsumerRegistry;
  readonly holds: BreakpointHolds;
  readonly inFlight: InFlightStore;
  readonly arrivals: ArrivalBreakpoints;
  readonly reports: ReportDocuments;
  /** Holds the lease of the broker that the windows of this workspace share. */
  readonly leaseFolder: string;
  readonly view: QueuesView;
  readonly arrangement: ArrangementStore;
  readonly lastSearch: LastSearch;
  readonly status: StatusItem;
  readonly composers: ComposerPanels;
  readonly loadPanels: LoadPanels;
  readonly forecastPanels: ForecastPanels;
  /** Loads what is done with pools and functions. */
  readonly loadConsumers: LoadConsumers;
  readonly loadPages: LoadPages;
  /** Loads what is done with templates. */
  readonly loadTemplates: LoadTemplates;
  readonly messageEditors: MessageEditors;
  readonly metricsPanels: MetricsPanels;
  readonly receivePanels: ReceivePanels;
  readonly trace: TracePanel;
}

/** Puts the extension together. Starts nothing and loads nothing heavy. */
export function createServices(context: ExtensionContext): Services {
  const log = window.createOutputChannel('Queueside', { log: true });
  const settings: SettingsReader = {
    read: (key) => readSetting(workspace.getConfiguration('queueside'), key),
  };
  const paths = nameWorkspacePaths(context);
  const masterKeys = new MasterKeys(context.secrets, basename(paths.folder));
  const bodyKeys = new BodyKeys(context.secrets);
  const dataFolder = findDataFolder(paths);
  const session = new SupervisedClient({
    texts: BROKER_TEXTS,
    createEmitter: () => new EventEmitter(),
    loadLink: () => loadLink(context, settings, { paths, dataFolder }, masterKeys, log),
    log,
  });
  const broker = createBrokerStores(session, settings, log);
  const debugging = createDebugging(context, session, broker, settings, log);
  const { queues, clock, faults, alarms, findings, bills, storage } = broker;
  const definitions = new DefinitionFiles({
    session,
    isEnabled: () => settings.read('definitions.apply'),
    log,
  });
  const { holds, arrivals } = debugging;
  const findKeys = (info: BrokerInfo) => findUserKeys({ context, paths, settings }, info);
  const loadPages = loadPagesLater(context);
  const local = new LocalConnection({
    name: l10n.t('Local broker'),
    session,
    queues,
    clock,
    cost: bills,
    receive: receiveLater(() => loadPages().createReceiver({ session, queues, clock, findKeys })),
    arrivals,
    alarms,
    faults,
    undo: createLocalUndo(session),
    trace: (filter) => trace.openTrace(filter),
    metrics: (arns) => metricsPanels.openMetrics(arns),
    load: (arn) => loadPanels.openLoadTest(arn),
    forecast: (arn) => forecastPanels.openForecast(arn),
  });
  const connections = new Connections(local, () => new EventEmitter<void>());
  const gatewayFaults = new GatewayFaults(() => new EventEmitter<void>());
  const remote = registerRemote({
    context,
    connections,
    log,
    settings,
    folder: paths.folder,
    openTrace: (connectionId, filter = {}) => trace.openTrace(filter, connectionId),
    findFaults: (connectionId) => gatewayFaults.find(connectionId),
  });
  const gatewayServices = registerGateways({
    context,
    connections,
    loadRemote: remote.loadRemote,
    settings,
    folder: paths.folder,
    log,
  });
  const texts = new ReadOnlyTexts();
  const imports = new RecentImports();
  const arrangement = new ArrangementStore(context.workspaceState, new EventEmitter<void>());
  const view = new QueuesView({
    session,
    connections,
    sources: {
      readPageSize: () => settings.read('messages.pageSize'),
      showsCost: () => settings.read('bill.inTree'),
      arrangement,
    },
    dragAndDrop: new QueuesDragAndDrop(connections, {
      dropFiles: (placed, files) =>
        offerImport({ context, texts, imports }, placed, files, () => dropFiles(composers, placed, files)),
      exchange: remote.exchange,
    }),
    onShown: () => {
      if (settings.read('autoStart') === 'off' || session.state.kind !== 'stopped') return;
      // A failure shows in the view that has just opened.
      session.start().catch(() => undefined);
    },
  });
  const status = new StatusItem({
    session,
    queues,
    bills,
    storage,
    countHolds: () => holds.count + gatewayServices.gateways.holdCount,
    isHoldEnabled: () => settings.read('debug.hold'),
    readOffsetMs: () => clock.offsetMs,
    countFaultyQueues: () => faults.plans.length + gatewayFaults.count,
    listFindings: () => findings.findings,
    isVisible: () => settings.read('statusBar.visible'),
  });
  const showLog = () => log.show();
  const createQueue = () => loadPages().askAndCreateQueue(local);
  const composers: ComposerPanels = registerComposer(context, session, connections, {
    showLog,
    createQueue,
    encryptBody: async (body) => {
      const key = await pickBodyKey(bodyKeys, l10n.t('Encrypt Body'));
      if (key === undefined) return undefined;
      const cipher = loadBodyCipher(context.asAbsolutePath(join('dist', 'bodyEncryption.js')));
      return { body: await cipher.encryptBody(body, key), keyName: key.name };
    },
  });
  const openComposer = (queueArn: string) =>
    composers.openComposer({ connectionId: local.id, arn: queueArn });
  const setContext = (key: string, value: boolean) => void commands.executeCommand('setContext', key, value);
  const trace: TracePanel = registerTracePanel(
    context,
    { session, connections, gateways: gatewayServices.gateways },
    {
      showLog,
      openComposer: (queue, draft) => composers.openComposer(queue, draft),
      noteSavedTrace: (isShown) => setContext(CONTEXTS.savedTrace, isShown),
      noteRunning: (isRunning) => setContext(CONTEXTS.traceRuns, isRunning),
      explainDenial: (sequence) => void commands.executeCommand(COMMANDS.explainDenial, sequence),
      exportMessages: (messageIds) => exportListedMessages({ context, trace }, messageIds),
    },
  );
  const loadTests = new LoadTests({
    context,
    log,
    findKeys,
    onEndedUnseen: (run) => void showLoadEnd(run, () => loadPanels.openLoadTest()),
  });
  const loadPanels = registerLoadPanel(context, session, connections, loadTests, {
    showLog,
    createQueue,
  });
  const metricsPanels = registerMetricsPanels({
    context,
    session,
    connections,
    clock,
    openComposer,
    showLog,
    createQueue,
  });
  const messageEditors = registerMessageEditors(
    { context, session, connections, settings, view, showLog },
    () => loadPages().MessagePanel,
  );
  const receivePanels = registerReceivePanel(
    {
      context,
      session,
      connections,
      messageEditors,
      onDidChangeClock: clock.onDidChange,
      showLog,
      createQueue,
    },
    () => loadPages().ReceivePanel,
  );
  const forecastPanels = registerForecastPanel(
    {
      context,
      session,
      connections,
      openLoadTest: (arn, values) => loadPanels.openLoadTest(arn, values),
      showLog,
      createQueue,
    },
    () => loadPages().ForecastPanel,
  );
  const forms = registerForms({ context, session, connections, clock, showLog, loadPages });
  const notices = new QueueNotices(connections, settings);
  for (const store of [findings, debugging.inFlight, gatewayFaults])
    store.followGateways(gatewayServices.gateways);
  const reports = new ReportDocuments(findings);
  context.subscriptions.push(
    composers,
    messageEditors,
    receivePanels,
    forecastPanels,
    loadPanels,
    metricsPanels,
    ...Object.values(forms),
    notices,
    loadTests,
    trace,
    gatewayServices.gateways,
    connections,
    log,
    session,
    definitions,
    view,
    arrangement,
    status,
    reports,
    ...Object.values(broker),
    ...Object.values(debugging),
    registerStorageReport(storage, () => loadPages().writeStorageReport),
    ...registerStorageNotices({ session, storage, memory: context.globalState }),
    gatewayFaults,
    ...[arrivals, faults, gatewayFaults, alarms].map(({ onDidChange }) =>
      onDidChange(() => view.tree.refresh()),
    ),
    notifyOfAlarms(session, settings, (arn) => view.revealQueue({ connectionId: local.id, arn })),
    ...[holds, gatewayServices.gateways, clock, faults, gatewayFaults, findings].map(({ onDidChange }) =>
      onDidChange(() => status.update()),
    ),
  );
  const shared = { context, log, settings, paths, texts, session, definitions };
  return {
    ...shared,
    masterKeys,
    bodyKeys,
    imports,
    leaseFolder: paths.folder,
    dataFolder,
    connections,
    ...gatewayServices,
    gatewayFaults,
    ...broker,
    ...debugging,
    view,
    arrangement,
    lastSearch: {},
    status,
    composers,
    messageEditors,
    metricsPanels,
    receivePanels,
    loadPanels,
    forecastPanels,
    ...remote,
    loadConsumers: registerConsumers({ ...shared, ...broker, ...debugging }),
    loadPages,
    loadTemplates: registerTemplates(shared),
    ...forms,
    trace,
    reports,
  };
}
