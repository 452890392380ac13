import {
  CodeActionKind,
  commands,
  debug,
  type Disposable,
  env,
  EventEmitter,
  type ExtensionContext,
  ExtensionMode,
  l10n,
  languages,
  window,
  workspace,
} from 'vscode';
import * as texts from '@vscode/l10n';
import { createApi, followEndpoint, type QueuesideApi } from './api.ts';
import { LeaseWatch } from './broker/leaseWatch.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { InFlightView } from './debug/inFlightView.ts';
import { StopDecoration } from './debug/stopDecoration.ts';
import { FindingProblems } from './findings/findingProblems.ts';
import { FindingsView } from './findings/findingsView.ts';
import { CONTEXTS, MESSAGE_SCHEME, REPORT_SCHEME, TEXT_SCHEME, TERMINAL_PROFILE } from './ground/ids.ts';
import { setLanguage } from './ground/language.ts';
import { showError, showWarning } from './ground/notices.ts';
import { greetSample } from './launch/greetSample.ts';
import { LaunchInjector } from './launch/inject.ts';
import { TerminalEnvironment } from './launch/terminalEnvironment.ts';
import { createTerminalProfiles } from './launch/terminalProfile.ts';
import { listTerminalVariables, readDebugConnection } from './launch/terminalVariables.ts';
import { MessageFiles } from './queues/messages/messageFiles.ts';
import { countMessages } from './queues/queueText.ts';
import { watchCredentials } from './security/watchCredentials.ts';
import { createServices, type Services } from './services.ts';
import { offerRestart } from './status/offerRestart.ts';
import { WalkthroughSteps } from './walkthrough/walkthroughSteps.ts';

let services: Services | undefined;

/** Registers everything; the broker starts when something needs it. */
export function activate(context: ExtensionContext): QueuesideApi {
  // A language without a translation leaves texts, numbers and dates English. What also runs outside the extension host
  // calls the package, which needs to be told where the bundle is.
  if (l10n.bundle !== undefined) {
    setLanguage(env.language, l10n.uri?.scheme === 'file' ? l10n.uri.fsPath : undefined);
    texts.config({ contents: l10n.bundle });
  }
  services = createServices(context);
  const { paths, session, settings, connections, bills, definitions, consumers, holds, status, log } =
    services;
  const { findings, reports, telemetry, view, gateways, openLaunchAccess, openTerminalAccess, trace } =
    services;
  const endpointEmitter = new EventEmitter<string | undefined>();
  const problems = new FindingProblems({
    findings,
    isEnabled: () => settings.read('findings') === 'problems',
  });
  const decoration = new StopDecoration({
    inFlight: services.inFlight,
    clock: services.clock,
    isEnabled: () => settings.read('debug.inlineMessage'),
  });
  const terminalEnvironment = new TerminalEnvironment({
    session,
    collection: context.environmentVariableCollection,
    isEnabled: () => workspace.isTrusted && settings.read('terminal.environment'),
    inherited: process.env,
    isServing: () => isServing(gateways, session, readDebugConnection(settings)),
    changes: [session.onDidChangeState, gateways.onDidChange],
    listVariables: () =>
      listTerminalVariables({ context, paths, settings, session, openTerminalAccess, log }),
    describe: () => describeTerminals(readDebugConnection(settings)),
    log,
  });
  void greetSample(context).catch((error: unknown) => log.warn(`The sample: ${String(error)}`));
  context.subscriptions.push(
    endpointEmitter,
    followEndpoint(session, endpointEmitter),
    problems,
    decoration,
    ...followContexts(services),
    ...followWalkthrough(services),
    new InFlightView(services),
    new FindingsView(findings),
    new LeaseWatch({ session, folder: services.leaseFolder, log }),
    ...registerCommands(services),
    debug.registerDebugConfigurationProvider(
      '*',
      new LaunchInjector({
        session,
        settings,
        consumers,
        folder: services.paths.folder,
        prepare: () => definitions.settle(),
        openGateway: openLaunchAccess,
        onLed: (connectionId) => trace.showSource(connectionId),
        log,
        showWarning: (message) => void showWarning(message),
        showError: (message) => void showError(message),
      }),
    ),
    window.registerTerminalProfileProvider(TERMINAL_PROFILE, createTerminalProfiles(services)),
    terminalEnvironment,
    debug.registerDebugAdapterTrackerFactory('*', holds),
    debug.onDidTerminateDebugSession((ended) => holds.endSession(ended)),
    workspace.registerFileSystemProvider(
      MESSAGE_SCHEME,
      new MessageFiles({ connections, shouldFormat: () => settings.read('messages.formatJson') }),
      { isCaseSensitive: true, isReadonly: true },
    ),
    workspace.registerTextDocumentContentProvider(REPORT_SCHEME, reports),
    languages.registerCodeActionsProvider({ scheme: REPORT_SCHEME }, problems, {
      providedCodeActionKinds: [CodeActionKind.QuickFix],
    }),
    workspace.registerTextDocumentContentProvider(TEXT_SCHEME, services.texts),
    watchCredentials(services),
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('queueside')) return;
      status.update();
      holds.update();
      decoration.update();
      void terminalEnvironment.update();
      findings.update();
      void telemetry.apply();
      if (change.affectsConfiguration('queueside.bill')) bills.refresh();
      if (change.affectsConfiguration('queueside.bill.inTree')) view.tree.refresh();
      void offerRestart(session, change);
    }),
  );
  const testing =
    context.extensionMode === ExtensionMode.Test
      ? { connections, gateways, tree: services.view.tree, inlineMessage: decoration }
      : undefined;
  return createApi(session, endpointEmitter, () => definitions.settle(), testing);
}

/** Whether there is something that the terminals can be led to. @param connection undefined: the local broker */
function isServing(
  gateways: Services['gateways'],
  session: Services['session'],
  connection: string | undefined,
): boolean {
  return connection === undefined ? session.state.kind === 'running' : gateways.isRunning(connection);
}

function describeTerminals(connection: string | undefined): string {
  if (connection !== undefined)
    return l10n.t('Programs in this terminal use the gateway of “{0}”.', connection);
  return process.env['AWS_PROFILE'] === undefined
    ? l10n.t('Programs in this terminal use the local Amazon SQS broker.')
    : l10n.t(
        'Programs in this terminal use the local Amazon SQS broker. AWS_PROFILE is set, and some AWS SDKs prefer its credentials. A Queueside terminal removes it.',
      );
}

/** Keeps the context keys that `when` clauses of the manifest read. */
function followContexts({ clock, faults, gatewayFaults, session }: Services): Disposable[] {
  const set = (key: string, value: boolean) => void commands.executeCommand('setContext', key, value);
  return [
    clock.onDidChange(() => set(CONTEXTS.clockMoved, clock.offsetMs !== 0)),
    ...[faults, gatewayFaults].map(({ onDidChange }) =>
      onDidChange(() => set(CONTEXTS.hasFaults, faults.plans.length + gatewayFaults.count > 0)),
    ),
    session.onDidChangeState(({ kind }) => {
      if (kind !== 'running') set(CONTEXTS.clockMoved, false);
    }),
  ];
}

/** Keeps the ticks of the walkthrough true, whatever was done before it was opened. */
function followWalkthrough({ session, queues, inFlight }: Services): Disposable[] {
  const steps = new WalkthroughSteps([
    { context: CONTEXTS.brokerSeen, holds: () => session.state.kind === 'running' },
    { context: CONTEXTS.queueSeen, holds: () => queues.queues.length > 0 },
    {
      context: CONTEXTS.messageSeen,
      holds: () => queues.queues.some(({ counts }) => countMessages(counts) > 0),
    },
    { context: CONTEXTS.consumerSeen, holds: () => inFlight.hasSeenTraffic },
  ]);
  const changes = [session.onDidChangeState, queues.onDidChange, inFlight.onDidChange];
  return [steps, ...changes.map((onDidChange) => onDidChange(() => steps.update()))];
}

/** Disconnects from the broker and the gateways: other windows may use them, and without any, they exit. */
export async function deactivate(): Promise<void> {
  await Promise.all([services?.session.leave(), services?.gateways.leave()]);
}
