import { commands, type Disposable, l10n, type Memento, window } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { COMMANDS, type CommandId } from '../ground/commandIds.ts';
import { showMemoryLimitNotice, showWarning } from '../ground/notices.ts';
import { findRemedy, type StorageRemedy } from './storageRemedy.ts';
import { hasLosses, listLosses } from './storageLosses.ts';
import type { StorageStore } from './storageStore.ts';

export interface StorageNoticesOptions {
  readonly session: BrokerClient;
  readonly storage: StorageStore;
  /** Remembers which reports were shown. */
  readonly memory: Memento;
}

const TOLD = 'storage.toldOfStart';

/** Shows data lost at a start, disk errors, and data folders that cannot be used. */
export function registerStorageNotices({ session, storage, memory }: StorageNoticesOptions): Disposable[] {
  let failure: string | undefined;
  return [
    storage.onDidChange((state) => {
      if (state?.failure !== undefined && failure === undefined) {
        void (state.durability === 'none'
          ? showMemoryLimitNotice()
          : showWarning(l10n.t('Sends are failing because messages can’t be stored: {0}', state.failure)));
      }
      failure = state?.failure;
      if (state?.recovery === undefined) return;
      const { recovery } = state;
      if (!hasLosses(recovery) && recovery.expired === undefined) return;
      if (session.state.kind !== 'running') return;
      // Once for each start of a broker, whatever windows come and go.
      const start = `${session.state.info.pid} ${session.state.info.startedAt}`;
      if (memory.get(TOLD) === start) return;
      void memory.update(TOLD, start);
      for (const text of listLosses(recovery)) void offerReport(text);
    }),
    session.onDidChangeState((state) => {
      const remedy = findRemedy(state);
      if (remedy) void offer(remedy);
    }),
  ];
}

async function offerReport(text: string): Promise<void> {
  const open = l10n.t('Open Report');
  if ((await window.showWarningMessage(text, open)) === open) {
    await commands.executeCommand(COMMANDS.openStorageReport);
  }
}

async function offer({ text, commands: offered }: StorageRemedy): Promise<void> {
  const titles = new Map<string, CommandId>(offered.map((command) => [titleOf(command), command]));
  const choice = await window.showErrorMessage(text, ...titles.keys());
  const command = titles.get(choice ?? '');
  if (command !== undefined) await commands.executeCommand(command);
}

function titleOf(command: CommandId): string {
  switch (command) {
    case COMMANDS.clearStorage:
      return l10n.t('Clear Stored Messages…');
    case COMMANDS.openDataFolder:
      return l10n.t('Open Data Folder');
    default:
      return l10n.t('Try Again');
  }
}
