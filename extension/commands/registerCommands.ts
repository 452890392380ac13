import { commands, type Disposable, l10n } from 'vscode';
import { resetAccountingCommand } from '../billing/resetAccounting.ts';
import { advanceClockCommand } from '../clock/advanceClock.ts';
import { resetClockCommand } from '../clock/resetClock.ts';
import { undoAdvanceCommand } from '../clock/undoAdvance.ts';
import { editAndResend } from '../composer/editAndResend.ts';
import { manageBodyKeys } from '../composer/manageBodyKeys.ts';
import { openComposer } from '../composer/openComposer.ts';
import { sendMessageCommand } from '../composer/sendMessage.ts';
import { breakOnArrival } from '../debug/breakOnArrival.ts';
import { letGoHolds } from '../debug/letGoHolds.ts';
import { removeArrivalBreakpoint } from '../debug/removeArrivalBreakpoint.ts';
import { toggleHold } from '../debug/toggleHold.ts';
import { applyDefinitionsCommand } from '../definitions/applyDefinitions.ts';
import { writeDefinitionsCommand } from '../definitions/writeDefinitions.ts';
import { injectFaults } from '../faults/injectFaults.ts';
import { stopAllFaults } from '../faults/stopAllFaults.ts';
import { stopFaults } from '../faults/stopFaults.ts';
import { clearFindingsCommand } from '../findings/clearFindings.ts';
import { dismissFindingCommand } from '../findings/dismissFinding.ts';
import { fixFinding } from '../findings/fixFinding.ts';
import { openFinding } from '../findings/openFinding.ts';
import { showFindings } from '../findings/showFindings.ts';
import { testIdempotence } from '../findings/testIdempotence.ts';
import { COMMANDS, type CommandId } from '../ground/ids.ts';
import { showError } from '../ground/notices.ts';
import { copyEndpoint } from '../launch/copyEndpoint.ts';
import { copyShellExports } from '../launch/copyShellExports.ts';
import { openSample } from '../launch/openSample.ts';
import { openTerminal } from '../launch/openTerminal.ts';
import { runLoadTest } from '../load/runLoadTest.ts';
import { clearFilter } from '../queues/clearFilter.ts';
import { copyQueueArn } from '../queues/copyQueueArn.ts';
import { copyQueueUrl } from '../queues/copyQueueUrl.ts';
import { createQueueCommand } from '../queues/createQueue.ts';
import { deleteQueues } from '../queues/deleteQueue.ts';
import { filterQueues } from '../queues/filterQueues.ts';
import { copyMessageBody } from '../queues/messages/copyMessageBody.ts';
import { decryptMessage } from '../queues/messages/decryptMessage.ts';
import { deleteMessagesCommand } from '../queues/messages/deleteMessages.ts';
import { extendMessagesCommand } from '../queues/messages/extendMessages.ts';
import { loadMoreMessages } from '../queues/messages/loadMoreMessages.ts';
import { openMessage } from '../queues/messages/openMessage.ts';
import { peekMessagesCommand } from '../queues/messages/peekMessages.ts';
import { releaseMessagesCommand } from '../queues/messages/releaseMessages.ts';
import { COPY, MOVE, REDRIVE, SEND_AGAIN, sendMessages } from '../queues/messages/sendMessages.ts';
import { purgeQueues } from '../queues/purgeQueue.ts';
import { redriveQueueCommand } from '../queues/redriveQueue.ts';
import { refreshQueues } from '../queues/refreshQueues.ts';
import { undoDeleteCommand, undoPurgeCommand } from '../queues/undo.ts';
import { explainDenial } from '../security/explainDenial.ts';
import { manageKeys } from '../security/manageKeys.ts';
import { manageUsers } from '../security/manageUsers.ts';
import type { Services } from '../services.ts';
import { restartBroker } from '../status/restartBroker.ts';
import { showActions } from '../status/showActions.ts';
import { showLog } from '../status/showLog.ts';
import { startBroker } from '../status/startBroker.ts';
import { stopBrokerCommand } from '../status/stopBroker.ts';
import { clearStorage } from '../storage/clearStorage.ts';
import { openDataFolder } from '../storage/openDataFolder.ts';
import { openStorageReport } from '../storage/openStorageReport.ts';
import { rotateMasterKeyCommand } from '../storage/rotateMasterKey.ts';
import { clearTrace } from '../trace/clearTrace.ts';
import { openSavedTrace } from '../trace/openSavedTrace.ts';
import { openTrace } from '../trace/openTrace.ts';
import { replayTrace } from '../trace/replayTrace.ts';
import { saveTrace } from '../trace/saveTrace.ts';
import { showMessageInTrace } from '../trace/showMessageInTrace.ts';
import type { Command } from './command.ts';

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
  [COMMANDS.undoPurge]: undoPurgeCommand,
  [COMMANDS.undoDelete]: undoDeleteCommand,
  [COMMANDS.openStorageReport]: openStorageReport,
  [COMMANDS.openDataFolder]: openDataFolder,
  [COMMANDS.clearStorage]: clearStorage,
  [COMMANDS.openComposer]: openComposer,
  [COMMANDS.runLoadTest]: runLoadTest,
  [COMMANDS.openTrace]: openTrace,
  [COMMANDS.clearTrace]: clearTrace,
  [COMMANDS.saveTrace]: saveTrace,
  [COMMANDS.openSavedTrace]: openSavedTrace,
  [COMMANDS.manageUsers]: manageUsers,
  [COMMANDS.manageKeys]: manageKeys,
  [COMMANDS.rotateMasterKey]: rotateMasterKeyCommand,
  [COMMANDS.explainDenial]: explainDenial,
  [COMMANDS.decryptMessage]: decryptMessage,
  [COMMANDS.manageBodyKeys]: manageBodyKeys,
  [COMMANDS.openTerminal]: openTerminal,
  [COMMANDS.openSample]: openSample,
  [COMMANDS.showLog]: showLog,
  [COMMANDS.refreshQueues]: refreshQueues,
  [COMMANDS.filterQueues]: filterQueues,
  [COMMANDS.clearFilter]: clearFilter,
  [COMMANDS.advanceClock]: advanceClockCommand,
  [COMMANDS.undoAdvance]: undoAdvanceCommand,
  [COMMANDS.resetClock]: resetClockCommand,
  [COMMANDS.toggleHold]: toggleHold,
  [COMMANDS.letGoHolds]: letGoHolds,
  [COMMANDS.showMessageInTrace]: showMessageInTrace,
  [COMMANDS.extendMessages]: extendMessagesCommand,
  [COMMANDS.releaseMessages]: releaseMessagesCommand,
  [COMMANDS.deleteMessages]: deleteMessagesCommand,
  [COMMANDS.sendAgain]: sendMessages(SEND_AGAIN),
  [COMMANDS.editAndResend]: editAndResend,
  [COMMANDS.copyMessages]: sendMessages(COPY),
  [COMMANDS.moveMessages]: sendMessages(MOVE),
  [COMMANDS.redriveMessages]: sendMessages(REDRIVE),
  [COMMANDS.redriveQueue]: redriveQueueCommand,
  [COMMANDS.breakOnArrival]: breakOnArrival,
  [COMMANDS.removeArrivalBreakpoint]: removeArrivalBreakpoint,
  [COMMANDS.injectFaults]: injectFaults,
  [COMMANDS.stopFaults]: stopFaults,
  [COMMANDS.stopAllFaults]: stopAllFaults,
  [COMMANDS.showFindings]: showFindings,
  [COMMANDS.openFinding]: openFinding,
  [COMMANDS.fixFinding]: fixFinding,
  [COMMANDS.dismissFinding]: dismissFindingCommand,
  [COMMANDS.clearFindings]: clearFindingsCommand,
  [COMMANDS.replayTrace]: replayTrace,
  [COMMANDS.testIdempotence]: testIdempotence,
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
