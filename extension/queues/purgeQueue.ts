import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { forCount } from '../ground/forCount.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { changeEach } from '../ground/changeEach.ts';
import { pickQueues, type PickQueueNeeds } from './pickQueue.ts';
import { listQueueLines } from './queueLines.ts';
import { countMessages, mayHaveMessages } from './queueText.ts';
import { tellLoss } from './undo/tellLoss.ts';
import { warnOfDeletedMessages } from '../ground/counts.ts';

interface Needs extends PickQueueNeeds {
  readonly settings: SettingsReader;
}

/** Deletes all messages of queues after saying how many there are. */
export async function purgeQueues(services: Needs, target?: unknown, selection?: unknown): Promise<void> {
  const picked = await pickQueues(services, target, selection, {
    title: l10n.t('Purge Queue'),
    needs: ['purge'],
    accepts: mayHaveMessages,
    none: { text: l10n.t('Nothing to purge: every queue is empty.') },
  });
  const all = picked.map(({ queue }) => queue);
  if (all.length === 0 || !(await confirmPurge(services, all))) return;
  const { done, problem } = await changeEach(
    picked,
    ({ queue }) => queue.name,
    ({ connection, queue }) => connection.can.purge(queue.arn),
  );
  const lost = done.reduce((sum, { result }) => sum + result, 0);
  const text = forCount(lost, l10n.t('Purged 1 message.'), l10n.t('Purged {0} messages.', lost));
  await tellLoss(
    'purge',
    done.map(({ item }) => item),
    { text, problem },
  );
}

async function confirmPurge(services: Needs, queues: readonly QueueSummary[]): Promise<boolean> {
  if (!services.settings.read('confirmPurge')) return true;
  const messages = queues.reduce((sum, { counts }) => sum + countMessages(counts), 0);
  const action = l10n.t('Purge');
  const always = l10n.t('Purge, Don’t Ask Again');
  const choice = await window.showWarningMessage(
    queues.length === 1
      ? l10n.t('Delete all messages from {0}?', queues[0]?.name ?? '')
      : l10n.t('Delete all messages from {0} queues?', queues.length),
    {
      modal: true,
      detail: [...listQueueLines(queues), warnOfDeletedMessages(messages)].join('\n'),
    },
    action,
    always,
  );
  if (choice === always) {
    await workspace.getConfiguration('queueside').update('confirmPurge', false, ConfigurationTarget.Global);
  }
  return choice !== undefined;
}
