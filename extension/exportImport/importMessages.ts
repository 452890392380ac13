import { type ExtensionContext, l10n, type Uri, window } from 'vscode';
import { BATCHED_MESSAGE, type BatchedMessage } from '../../broker/protocol/messages.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { RecentImports } from '../queues/undo/recentImports.ts';
import type { Importing } from './importFile.ts';
import { loadFileWork } from './loadFileWork.ts';

export interface ImportNeeds {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath'>;
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
  /** Gets what can be taken back. */
  readonly imports: Pick<RecentImports, 'add' | 'remove'>;
}

/** Sends the messages of a file to a queue, after showing what will be sent. */
export async function importMessages(
  services: PickQueueNeeds & ImportNeeds,
  target?: unknown,
): Promise<void> {
  const title = l10n.t('Import Messages');
  const placed = await pickQueue(services, target, { title, needs: ['send', 'sendBatch'] });
  if (!placed) return;
  const [file] =
    (await window.showOpenDialog({
      title,
      openLabel: l10n.t('Import'),
      filters: { [l10n.t('Messages (JSON Lines, CSV)')]: ['jsonl', 'ndjson', 'csv'] },
    })) ?? [];
  if (file) await startImport(services, placed, file);
}

/** Shows what a file has, and sends it if the user wants that. */
export async function startImport(
  { context, texts, imports }: ImportNeeds,
  placed: Importing,
  file: Uri,
): Promise<void> {
  await loadFileWork(context).importFile({ context, texts, imports, findProblem }, placed, file);
}

/** One such message would fail its whole request. */
function findProblem(message: BatchedMessage): string | undefined {
  const problem = BATCHED_MESSAGE.check(message);
  return problem && l10n.t('{0} must be {1}.', problem.path, problem.expected);
}
