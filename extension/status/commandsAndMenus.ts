import { commands, type LogOutputChannel } from 'vscode';
import type { WithSession } from '../broker/brokerClient.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, inMenusWhen } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { IN_QUEUES, NOT_RUNNING, RUNNING, all, inSubmenu, inTitle } from '../ground/whenClauses.ts';
import { showActions } from './showActions.ts';
import { restartBroker, stopBrokerCommand } from './stopBroker.ts';

/** Finds all settings of this extension. */
const SETTINGS_QUERY = '@ext:queueside.queueside';

export const STATUS_COMMANDS = {
  startBroker: {
    title: 'Start Broker',
    icon: 'play',
    enabled: inMenusWhen(all(NOT_RUNNING, `${CONTEXTS.brokerState} != starting`)),
    menus: [inTitle('navigation@1', IN_QUEUES, NOT_RUNNING)],
    // Answers with the endpoint, for other extensions that call the command.
    run: ({ session }: WithSession) => session.start().then(({ endpoint }) => endpoint),
  },
  stopBroker: {
    title: 'Stop Broker',
    icon: 'debug-stop',
    enabled: inMenusWhen(
      all(CONTEXTS.brokerState, `${CONTEXTS.brokerState} != stopped`, `${CONTEXTS.brokerState} != failed`),
    ),
    menus: [inSubmenu('broker', '1_life@2', RUNNING)],
    run: stopBrokerCommand,
  },
  restartBroker: {
    title: 'Restart Broker',
    icon: 'debug-restart',
    enabled: inMenusWhen(RUNNING),
    menus: [inSubmenu('broker', '1_life@1', RUNNING)],
    run: restartBroker,
  },
  showActions: {
    title: 'Show Actions',
    icon: 'list-unordered',
    enabled: ALWAYS,
    run: showActions,
  },
  openSettings: {
    title: 'Open Settings',
    icon: 'gear',
    enabled: ALWAYS,
    menus: [inSubmenu('help', '2_settings@1')],
    run: () => commands.executeCommand('workbench.action.openSettings', SETTINGS_QUERY),
  },
  showLog: {
    title: 'Show Log',
    icon: 'output',
    enabled: ALWAYS,
    menus: [inSubmenu('broker', '2_log@1')],
    run: async ({ log }: { readonly log: LogOutputChannel }) => log.show(),
  },
} satisfies CommandTable<never>;
