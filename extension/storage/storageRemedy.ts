import * as l10n from '@vscode/l10n';
import type { BrokerState } from '../broker/brokerClient.ts';
import { COMMANDS, type CommandId } from '../ground/commandIds.ts';

/** What can be done about a data folder that cannot be used. */
export interface StorageRemedy {
  readonly text: string;
  readonly commands: readonly CommandId[];
}

/** @returns undefined for failures that have nothing to do with the data folder. */
export function findRemedy(state: BrokerState): StorageRemedy | undefined {
  if (state.kind !== 'failed') return undefined;
  switch (state.code) {
    case 'DATA_IN_USE':
      return {
        text: l10n.t(
          '{0} It does not respond to this window. Close the other windows of this workspace or end that process, and try again.',
          state.reason,
        ),
        commands: [COMMANDS.startBroker],
      };
    case 'DATA_NEWER_FORMAT':
      return {
        text: l10n.t('{0} Update Queueside, or clear the stored messages.', state.reason),
        commands: [COMMANDS.clearStorage],
      };
    case 'DATA_DAMAGED':
      return {
        text: l10n.t('{0} Check the folder, or clear the stored messages and start over.', state.reason),
        commands: [COMMANDS.openDataFolder, COMMANDS.clearStorage],
      };
    case 'DATA_NO_SPACE':
    case 'DATA_NOT_WRITABLE':
    case 'DATA_UNSAFE':
    case 'DATA_UNUSABLE':
      return {
        text: l10n.t(
          '{0} Try again once the folder can be used, or set queueside.durability to none to keep messages in memory.',
          state.reason,
        ),
        commands: [COMMANDS.startBroker, COMMANDS.openDataFolder],
      };
    default:
      return undefined;
  }
}
