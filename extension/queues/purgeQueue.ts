import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { changeEach } from '../ground/changeEach.ts';
import { pickQueues, type PickQueueNeeds } from './pickQueue.ts';
import { joinNames, listQueueLines, nameQueue, warnOfLoss } from './queueLines.ts';
import { mayHaveMessages } from './queueText.ts';
import { tellLoss } from './undo/tellLoss.ts';

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
  // Where the protection level asks for the name of the queue, that is the question.
  const unasked = picked.filter(({ connection }) => connection.remote?.asksFor('purge') !== true);
  if (picked.length === 0 || (unasked.length > 0 && !(await confirmPurge(services, unasked)))) return;
  const { done, problem } = await changeEach(picked, nameQueue, ({ connection, queue }) =>
    connection.can.purge(queue.arn, { count: 1, lines: warnOfLoss([{ connection, queue }]) }),
  );
  const lost = done.reduce((sum, { result = 0 }) => sum + result, 0);
  const text = done.every(({ result }) => result !== undefined)
    ? forCount(lost, l10n.t('Purged 1 message.'), l10n.t('Purged {0} messages.', lost))
    : l10n.t('Purged {0}.', joinNames(done.map(({ item }) => nameQueue(item))));
  await tellLoss(
    'purge',
    done.map(({ item }) => item),
    { text, problem },
  );
}

async function confirmPurge(services: Needs, queues: readonly PlacedQueue[]): Promise<boolean> {
  if (!services.settings.read('confirmPurge')) return true;
  const [first] = queues;
  const action = l10n.t('Purge');
  const always = l10n.t('Purge, Don’t Ask Again');
  const choice = await window.showWarningMessage(
    queues.length === 1 && first !== undefined
      ? l10n.t('Delete all messages from {0}?', nameQueue(first))
      : l10n.t('Delete all messages from {0} queues?', queues.length),
    {
      modal: true,
      detail: [...listQueueLines(queues), ...warnOfLoss(queues)].join('\n'),
    },
    action,
    always,
  );
  if (choice === always) {
    await workspace.getConfiguration('queueside').update('confirmPurge', false, ConfigurationTarget.Global);
  }
  return choice !== undefined;
}
