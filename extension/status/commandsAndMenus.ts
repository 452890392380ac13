import type { LogOutputChannel } from 'vscode';
import type { WithSession } from '../broker/brokerClient.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, inMenusWhen } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { IN_QUEUES, NOT_RUNNING, RUNNING, all, inTitle } from '../ground/whenClauses.ts';
import { showActions } from './showActions.ts';
import { restartBroker, stopBrokerCommand } from './stopBroker.ts';

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
    menus: [inTitle('9_broker@2', IN_QUEUES, RUNNING)],
    run: stopBrokerCommand,
  },
  restartBroker: {
    title: 'Restart Broker',
    icon: 'debug-restart',
    enabled: inMenusWhen(RUNNING),
    menus: [inTitle('9_broker@1', IN_QUEUES, RUNNING)],
    run: restartBroker,
  },
  showActions: {
    title: 'Show Actions',
    icon: 'list-unordered',
    enabled: ALWAYS,
    run: showActions,
  },
  showLog: {
    title: 'Show Log',
    icon: 'output',
    enabled: ALWAYS,
    menus: [inTitle('7_help@2', IN_QUEUES)],
    run: async ({ log }: { readonly log: LogOutputChannel }) => log.show(),
  },
} satisfies CommandTable<never>;
