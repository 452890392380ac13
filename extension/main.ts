import {
  CodeActionKind,
  commands,
  debug,
  EventEmitter,
  type ExtensionContext,
  languages,
  workspace,
} from 'vscode';
import { createApi, type QueuesideApi } from './api.ts';
import { LeaseWatch } from './broker/leaseWatch.ts';
import { greetSample } from './commands/greetSample.ts';
import { offerRestart } from './commands/offerRestart.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { LaunchInjector } from './debug/inject.ts';
import { StopDecoration } from './debug/stopDecoration.ts';
import { FindingProblems } from './documents/findingProblems.ts';
import { MessageFiles } from './documents/messageFiles.ts';
import { CONTEXTS, MESSAGE_SCHEME, REPORT_SCHEME, TEXT_SCHEME } from './ids.ts';
import { showWarning } from './notices.ts';
import { watchCredentials } from './security/watchCredentials.ts';
import { createServices, type Services } from './services.ts';
import { FindingsView } from './views/findingsView.ts';
import { InFlightView } from './views/inFlightView.ts';
import { countMessages } from './views/queueText.ts';
import { WalkthroughSteps } from './views/walkthroughSteps.ts';

let services: Services | undefined;

/** Registers everything; the broker starts when something needs it. */
export function activate(context: ExtensionContext): QueuesideApi {
  services = createServices(context);
  const { session, settings, queues, bills, definitions, consumers, holds, status, log } = services;
  const { findings, reports, telemetry } = services;
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
  followContexts(services);
  const steps = followWalkthrough(services);
  void greetSample(context).catch((error: unknown) => log.warn(`The sample: ${String(error)}`));
  context.subscriptions.push(
    endpointEmitter,
    problems,
    decoration,
    steps,
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
        log,
        showWarning: (message) => void showWarning(message),
      }),
    ),
    debug.registerDebugAdapterTrackerFactory('*', holds),
    debug.onDidTerminateDebugSession((ended) => holds.endSession(ended)),
    workspace.registerFileSystemProvider(
      MESSAGE_SCHEME,
      new MessageFiles({ session, queues, shouldFormat: () => settings.read('messages.formatJson') }),
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
      findings.update();
      void telemetry.apply();
      if (change.affectsConfiguration('queueside.bill')) bills.refresh();
      void offerRestart(session, change);
    }),
  );
  return createApi(session, endpointEmitter, () => definitions.settle());
}

/** Keeps the context keys that `when` clauses of the manifest read. */
function followContexts({ clock, faults, session }: Services): void {
  const set = (key: string, value: boolean) => void commands.executeCommand('setContext', key, value);
  clock.onDidChange(() => set(CONTEXTS.clockMoved, clock.offsetMs !== 0));
  faults.onDidChange(() => set(CONTEXTS.hasFaults, faults.plans.length > 0));
  session.onDidChangeState(({ kind }) => {
    if (kind !== 'running') set(CONTEXTS.clockMoved, false);
  });
}

/** Keeps the ticks of the walkthrough true, whatever was done before it was opened. */
function followWalkthrough({ session, queues, inFlight }: Services): WalkthroughSteps {
  const steps = new WalkthroughSteps([
    { context: CONTEXTS.brokerSeen, holds: () => session.state.kind === 'running' },
    { context: CONTEXTS.queueSeen, holds: () => queues.queues.length > 0 },
    {
      context: CONTEXTS.messageSeen,
      holds: () => queues.queues.some(({ counts }) => countMessages(counts) > 0),
    },
    { context: CONTEXTS.consumerSeen, holds: () => inFlight.hasSeenTraffic },
  ]);
  for (const change of [session.onDidChangeState, queues.onDidChange, inFlight.onDidChange])
    change(() => steps.update());
  return steps;
}

/** Disconnects from the broker: other windows may use it, and without any, it exits. */
export async function deactivate(): Promise<void> {
  await services?.session.leave();
}
