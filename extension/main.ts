import { debug, EventEmitter, type ExtensionContext, workspace } from 'vscode';
import { createApi, type QueuesideApi } from './api.ts';
import { offerRestart } from './commands/offerRestart.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { LaunchInjector } from './debug/inject.ts';
import { MessageFiles } from './documents/messageFiles.ts';
import { MESSAGE_SCHEME } from './ids.ts';
import { showWarning } from './notices.ts';
import { createServices, type Services } from './services.ts';

let services: Services | undefined;

/** Registers everything; the broker starts when something needs it. */
export function activate(context: ExtensionContext): QueuesideApi {
  services = createServices(context);
  const { session, settings, queues, bills, definitions, consumers, holds, status, log } = services;
  const endpointEmitter = new EventEmitter<string | undefined>();
  context.subscriptions.push(
    endpointEmitter,
    ...registerCommands(services),
    debug.registerDebugConfigurationProvider(
      '*',
      new LaunchInjector({
        session,
        settings,
        consumers,
        prepare: () => definitions.settle(),
        log,
        showWarning: (message) => void showWarning(message),
      }),
    ),
    debug.registerDebugAdapterTrackerFactory('*', holds),
    workspace.registerFileSystemProvider(
      MESSAGE_SCHEME,
      new MessageFiles({ session, queues, shouldFormat: () => settings.read('messages.formatJson') }),
      { isCaseSensitive: true, isReadonly: true },
    ),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('queueside.statusBar')) status.update();
      if (change.affectsConfiguration('queueside.bill')) bills.refresh();
      void offerRestart(session, change);
    }),
  );
  return createApi(session, endpointEmitter, () => definitions.settle());
}

/** Lets go of the broker: other windows may use it, and without any it ends by itself. */
export async function deactivate(): Promise<void> {
  await services?.session.leave();
}
