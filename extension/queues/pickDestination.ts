import { l10n, type QuickPickItem, window } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Connection } from '../connections/connection.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeCounts } from './queueText.ts';

interface QueueItem extends QuickPickItem {
  readonly queue: QueueSummary;
}

/** Asks for another queue of the same kind on the same connection. @returns undefined when the user chose none */
export async function pickDestination(
  { queues }: Connection,
  fromArn: string,
  title: string,
): Promise<QueueSummary | undefined> {
  const from = queues.findByArn(fromArn);
  const items = queues.queues
    .filter(({ arn, kind }) => arn !== fromArn && (from === undefined || kind === from.kind))
    .map(
      (queue): QueueItem => ({
        label: queue.name,
        description: describeCounts(l10n.t, queue.counts),
        detail: queue.arn,
        queue,
      }),
    );
  if (items.length === 0) {
    void window.showInformationMessage(
      l10n.t('There is no other queue of the same type as {0}.', nameOfArn(fromArn)),
    );
    return undefined;
  }
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('Target queue'),
  });
  return choice?.queue;
}
