import { l10n, window } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { formatBytes } from '../ground/text.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import { countMessages } from '../queues/queueText.ts';
import { writeMessages, writeQueues } from '../ground/counts.ts';

interface Needs {
  readonly dataFolder: string | undefined;
  readonly queues: QueueStore;
  readonly session: BrokerClient;
}

/** How long a broker that was asked to end may still work on its folder, ms; a killed one is known to be dead by then. */
const LET_GO_MS = 7000;

/** Deletes what is stored for this workspace, after saying what that is. A broker that ran is started again. */
export async function clearStorage(services: Needs): Promise<void> {
  const folder = services.dataFolder;
  if (folder === undefined) {
    void window.showInformationMessage(
      l10n.t('This window has no folder open: its messages are in memory only.'),
    );
    return;
  }
  const { measureDataFolder, removeDataFolder } = await import('../broker/dataFolder.ts');
  const bytes = await measureDataFolder(folder);
  if (bytes === 0) {
    void window.showInformationMessage(l10n.t('Nothing is stored for this workspace.'));
    return;
  }
  if (!(await confirmClear(services, bytes))) return;
  const wasRunning = services.session.state.kind === 'running';
  await services.session.stop();
  const isRemoved = await removeDataFolder(folder, LET_GO_MS);
  if (!isRemoved) {
    throw new Error(
      l10n.t(
        'A broker is still using the stored messages. Close the other windows of this workspace, and try again.',
      ),
    );
  }
  if (wasRunning) await services.session.start();
  window.setStatusBarMessage(l10n.t('Cleared the stored messages of this workspace'), 5000);
}

async function confirmClear({ session, queues }: Needs, bytes: number): Promise<boolean> {
  const lines = [l10n.t('On disk: {0}. You can’t undo this.', formatBytes(bytes))];
  if (session.state.kind === 'running') {
    const messages = queues.queues.reduce((sum, { counts }) => sum + countMessages(counts), 0);
    lines.unshift(
      l10n.t('This deletes {0} and {1}.', writeQueues(queues.queues.length), writeMessages(messages)),
    );
  }
  lines.push(l10n.t('Queues defined in a queueside.json are created again at the next start.'));
  const action = l10n.t('Clear');
  const choice = await window.showWarningMessage(
    l10n.t('Delete all queues and messages that are stored for this workspace?'),
    { modal: true, detail: lines.join('\n') },
    action,
  );
  return choice === action;
}
