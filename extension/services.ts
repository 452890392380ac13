import { join } from 'node:path';
import {
  commands,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  window,
  workspace,
} from 'vscode';
import { BillStore } from './broker/billStore.ts';
import { SupervisedSession } from './broker/brokerSession.ts';
import type { BrokerLink } from './broker/link.ts';
import { type QueuesDifference, QueueStore } from './broker/queueStore.ts';
import { ConsumerRegistry } from './debug/consumerRegistry.ts';
import { askAndCreateQueue } from './commands/createQueue.ts';
import { DefinitionFiles } from './definitions/definitionFiles.ts';
import { BreakpointHolds } from './debug/hold.ts';
import { CONTEXTS } from './ids.ts';
import { showPortNotice } from './notices.ts';
import { type ComposerPanels, registerComposer } from './panels/composerPanel.ts';
import { registerTracePanel, type TracePanel } from './panels/tracePanel.ts';
import { readSetting, type SettingKey, type Settings } from './settings.ts';
import { QueuesView } from './views/queuesView.ts';
import { StatusItem } from './views/statusItem.ts';

/** Reads settings as they are now. */
export interface SettingsReader {
  read<K extends SettingKey>(key: K): Settings[K];
}

/** Everything that commands and providers share. */
export interface Services {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly settings: SettingsReader;
  readonly session: SupervisedSession;
  readonly queues: QueueStore;
  readonly bills: BillStore;
  readonly definitions: DefinitionFiles;
  readonly consumers: ConsumerRegistry;
  readonly holds: BreakpointHolds;
  readonly view: QueuesView;
  readonly status: StatusItem;
  readonly composers: ComposerPanels;
  readonly trace: TracePanel;
}

/** Puts the extension together. Starts nothing and loads nothing heavy. */
export function createServices(context: ExtensionContext): Services {
  const log = window.createOutputChannel('Queueside', { log: true });
  const settings: SettingsReader = {
    read: (key) => readSetting(workspace.getConfiguration('queueside'), key),
  };
  const session = new SupervisedSession({
    createEmitter: () => new EventEmitter(),
    loadLink: () => loadLink(context, settings, log),
    log,
  });
  const queues = new QueueStore(session, new EventEmitter<QueuesDifference>());
  const bills = new BillStore(session, new EventEmitter<void>(), () => settings.read('bill.prices'));
  const definitions = new DefinitionFiles({
    session,
    isEnabled: () => settings.read('definitions.apply'),
    log,
  });
  const consumers = new ConsumerRegistry(session);
  const holds = new BreakpointHolds({
    session,
    consumers,
    isEnabled: () => settings.read('debug.hold'),
    emitter: new EventEmitter<number>(),
    log,
  });
  const view = new QueuesView({
    session,
    queues,
    sources: { session, bills, readPageSize: () => settings.read('messages.pageSize') },
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
    countHolds: () => holds.count,
    isVisible: () => settings.read('statusBar.visible'),
  });
  const showLog = () => log.show();
  const composers: ComposerPanels = registerComposer(context, session, {
    showLog,
    createQueue: () => askAndCreateQueue({ queues, session }),
    showTrace: (filter) => void trace.openTrace(filter),
  });
  const trace = registerTracePanel(context, session, {
    showLog,
    openComposer: (queueArn, draft) => composers.openComposer(queueArn, draft),
    noteSavedTrace: (isShown) => void commands.executeCommand('setContext', CONTEXTS.savedTrace, isShown),
  });
  context.subscriptions.push(composers, trace);
  context.subscriptions.push(
    log,
    session,
    definitions,
    view,
    status,
    holds.onDidChange(() => status.update()),
  );
  return {
    context,
    log,
    settings,
    session,
    queues,
    bills,
    definitions,
    consumers,
    holds,
    view,
    status,
    composers,
    trace,
  };
}

/** Loads the language client and what starts brokers: too much to load before a broker is wanted. */
async function loadLink(
  context: ExtensionContext,
  settings: SettingsReader,
  log: LogOutputChannel,
): Promise<BrokerLink> {
  const [{ LanguageClientLink }, { BrokerLauncher }, { nameLeaseFolder }] = await Promise.all([
    import('./broker/connection.ts'),
    import('./broker/launcher.ts'),
    import('./broker/leaseFolder.ts'),
  ]);
  const launcher = new BrokerLauncher({
    script: context.asAbsolutePath(join('dist', 'broker.js')),
    executable: process.execPath,
    readSettings: () => ({
      port: settings.read('port'),
      region: settings.read('region'),
      limits: settings.read('limits'),
      purgeInterval: settings.read('intervals.purge'),
      recreateInterval: settings.read('intervals.recreate'),
    }),
    log: (line) => log.info(l10n.t('[broker] {0}', line)),
    onPortTaken: (preferredPort, endpoint) => void showPortNotice(preferredPort, endpoint),
  });
  const folder = nameLeaseFolder(context.globalStorageUri.fsPath, {
    file: workspace.workspaceFile?.toString(),
    folders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()),
  });
  return new LanguageClientLink({ folder, launcher, log });
}
