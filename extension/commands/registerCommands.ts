import { commands, type Disposable, l10n } from 'vscode';
import { COMMANDS, type CommandId } from '../ids.ts';
import { showError } from '../notices.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { applyDefinitionsCommand } from './applyDefinitions.ts';
import { clearFilter } from './clearFilter.ts';
import { clearTrace } from './clearTrace.ts';
import { copyEndpoint } from './copyEndpoint.ts';
import { copyMessageBody } from './copyMessageBody.ts';
import { copyQueueArn } from './copyQueueArn.ts';
import { copyQueueUrl } from './copyQueueUrl.ts';
import { copyShellExports } from './copyShellExports.ts';
import { createQueueCommand } from './createQueue.ts';
import { deleteQueues } from './deleteQueue.ts';
import { filterQueues } from './filterQueues.ts';
import { loadMoreMessages } from './loadMoreMessages.ts';
import { openComposer } from './openComposer.ts';
import { openMessage } from './openMessage.ts';
import { openSavedTrace } from './openSavedTrace.ts';
import { openSample } from './openSample.ts';
import { openTerminal } from './openTerminal.ts';
import { openTrace } from './openTrace.ts';
import { peekMessagesCommand } from './peekMessages.ts';
import { purgeQueues } from './purgeQueue.ts';
import { refreshQueues } from './refreshQueues.ts';
import { resetAccountingCommand } from './resetAccounting.ts';
import { restartBroker } from './restartBroker.ts';
import { saveTrace } from './saveTrace.ts';
import { sendMessageCommand } from './sendMessage.ts';
import { showActions } from './showActions.ts';
import { showLog } from './showLog.ts';
import { startBroker } from './startBroker.ts';
import { stopBrokerCommand } from './stopBroker.ts';
import { writeDefinitionsCommand } from './writeDefinitions.ts';

/** One function for every command of the manifest. */
const HANDLERS: Readonly<Record<CommandId, Command>> = {
  [COMMANDS.startBroker]: startBroker,
  [COMMANDS.stopBroker]: stopBrokerCommand,
  [COMMANDS.restartBroker]: restartBroker,
  [COMMANDS.showActions]: showActions,
  [COMMANDS.createQueue]: createQueueCommand,
  [COMMANDS.deleteQueue]: deleteQueues,
  [COMMANDS.purgeQueue]: purgeQueues,
  [COMMANDS.sendMessage]: sendMessageCommand,
  [COMMANDS.peekMessages]: peekMessagesCommand,
  [COMMANDS.openMessage]: openMessage,
  [COMMANDS.loadMoreMessages]: loadMoreMessages,
  [COMMANDS.copyMessageBody]: copyMessageBody,
  [COMMANDS.copyQueueUrl]: copyQueueUrl,
  [COMMANDS.copyQueueArn]: copyQueueArn,
  [COMMANDS.copyEndpoint]: copyEndpoint,
  [COMMANDS.copyShellExports]: copyShellExports,
  [COMMANDS.applyDefinitions]: applyDefinitionsCommand,
  [COMMANDS.writeDefinitions]: writeDefinitionsCommand,
  [COMMANDS.resetAccounting]: resetAccountingCommand,
  [COMMANDS.openComposer]: openComposer,
  [COMMANDS.openTrace]: openTrace,
  [COMMANDS.clearTrace]: clearTrace,
  [COMMANDS.saveTrace]: saveTrace,
  [COMMANDS.openSavedTrace]: openSavedTrace,
  [COMMANDS.openTerminal]: openTerminal,
  [COMMANDS.openSample]: openSample,
  [COMMANDS.showLog]: showLog,
  [COMMANDS.refreshQueues]: refreshQueues,
  [COMMANDS.filterQueues]: filterQueues,
  [COMMANDS.clearFilter]: clearFilter,
};

export function registerCommands(services: Services): Disposable[] {
  return Object.entries(HANDLERS).map(([id, handler]) =>
    commands.registerCommand(id, async (target?: unknown, selection?: unknown) => {
      try {
        return await handler(services, target, selection);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        services.log.error(`${id}: ${message}`);
        void showError(l10n.t('Queueside: {0}', message));
        return undefined;
      }
    }),
  );
}
