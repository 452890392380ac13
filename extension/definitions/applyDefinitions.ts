import { l10n, window, workspace } from 'vscode';
import type { DefinitionPlan } from '../../broker/protocol/definitions.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { changeEach } from '../ground/changeEach.ts';
import { warnOfDeletedMessages } from '../ground/counts.ts';
import { forCount } from '../ground/forCount.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import { tellLoss } from '../queues/undo/tellLoss.ts';
import { type AppliedFile, DEFINITIONS_FILE, type DefinitionFiles } from './definitionFiles.ts';
import { describeApplied, listUnlisted } from './planText.ts';

interface Needs {
  readonly definitions: DefinitionFiles;
  readonly queues: QueueStore;
  readonly connections: Connections;
}

/** Applies the definitions now, and offers to delete the queues that are in none of them. */
export async function applyDefinitionsCommand(services: Needs): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage(l10n.t('Queue definitions are applied in trusted workspaces only.'));
    return;
  }
  const applied = await services.definitions.applyAll();
  await services.queues.refresh();
  // What is wrong with a file has been said by then.
  if (applied.length === 0) return;
  const unlisted = findUnlisted(applied);
  const summary = applied
    .map(({ plan, sentCount, alarmCount }) => describeApplied(plan, sentCount, alarmCount))
    .join('; ');
  const text = `${DEFINITIONS_FILE}: ${summary}`;
  if (unlisted.length === 0) {
    void window.showInformationMessage(text);
    return;
  }
  const remove = l10n.t('Delete Other Queues…');
  const choice = await window.showInformationMessage(
    forCount(
      unlisted.length,
      l10n.t('{0}. 1 queue is not in the file.', text),
      l10n.t('{0}. {1} queues are not in the file.', text, unlisted.length),
    ),
    remove,
  );
  if (choice === remove) await deleteUnlisted(services, unlisted);
}

/** Queues that no file lists. */
function findUnlisted(applied: readonly AppliedFile[]): DefinitionPlan['unlisted'] {
  const [first, ...others] = applied.map(({ plan }) => plan.unlisted);
  return (first ?? []).filter(({ arn }) => others.every((list) => list.some((queue) => queue.arn === arn)));
}

async function deleteUnlisted(services: Needs, unlisted: DefinitionPlan['unlisted']): Promise<void> {
  const action = l10n.t('Delete');
  const choice = await window.showWarningMessage(
    forCount(
      unlisted.length,
      l10n.t('Delete 1 queue that is not in {0}?', DEFINITIONS_FILE),
      l10n.t('Delete {0} queues that are not in {1}?', unlisted.length, DEFINITIONS_FILE),
    ),
    {
      modal: true,
      detail: [
        ...listUnlisted({ create: [], change: [], unlisted }),
        warnOfDeletedMessages(unlisted.reduce((sum, { messageCount }) => sum + messageCount, 0)),
      ].join('\n'),
    },
    action,
  );
  if (choice !== action) return;
  const { done, problem } = await changeEach(
    findPlaces(services, unlisted),
    ({ queue }) => queue.name,
    async ({ connection, queue }) => connection.can.delete?.(queue.arn),
  );
  const count = done.length;
  const text = forCount(count, l10n.t('Deleted 1 queue.'), l10n.t('Deleted {0} queues.', count));
  await tellLoss(
    'delete',
    done.map(({ item }) => item),
    { text, problem },
  );
}

/** Queues may have been deleted since the definitions were applied. */
function findPlaces({ connections }: Needs, unlisted: DefinitionPlan['unlisted']): readonly PlacedQueue[] {
  return unlisted.flatMap(({ arn }) => connections.findQueue({ connectionId: LOCAL_CONNECTION, arn }) ?? []);
}
