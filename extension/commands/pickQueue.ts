import { l10n, type QuickPickItem, window } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Services } from '../services.ts';
import { isMessageRow } from '../views/messageRow.ts';
import { QueueNode } from '../views/queueNode.ts';
import { describeCounts } from '../views/queueText.ts';
import type { TreeNode } from '../views/treeNode.ts';

interface QueueItem extends QuickPickItem {
  readonly queue: QueueSummary;
}

/** What is asked when a command was called on no queue. */
export interface QueueQuestion {
  readonly title: string;
  /** The queues that the command makes sense for; all when absent. */
  readonly accepts?: (queue: QueueSummary) => boolean;
  /** Said when there are queues, and none is accepted. */
  readonly none?: string;
}

/** The argument of key bindings of the Queues view: VS Code passes them no row. */
export const SELECTION_ARGUMENT = 'selection';

/**
 * The queue that a command is about: the row it was called on, a queue's ARN or name, or the user's choice.
 * @returns undefined when the user chose none.
 */
export async function pickQueue(
  services: Services,
  target: unknown,
  question: QueueQuestion,
): Promise<QueueSummary | undefined> {
  return findQueue(services, target) ?? (await askForQueue(services, question));
}

/** Like {@link pickQueue} for commands that also take several selected rows. */
export async function pickQueues(
  services: Services,
  target: unknown,
  selection: unknown,
  question: QueueQuestion,
): Promise<readonly QueueSummary[]> {
  const rows = target === SELECTION_ARGUMENT ? services.view.selection : selection;
  if (Array.isArray(rows)) {
    const nodes = (rows as readonly TreeNode[]).filter((row) => row instanceof QueueNode);
    if (nodes.length > 0) return nodes.map(({ queue }) => queue);
  }
  const queue = await pickQueue(services, target, question);
  return queue ? [queue] : [];
}

/** @returns undefined when the command was called on no queue. */
export function findQueue(services: Services, target: unknown): QueueSummary | undefined {
  if (typeof target === 'string')
    return services.queues.findByArn(target) ?? services.queues.findByName(target);
  if (isMessageRow(target)) return services.queues.findByArn(target.queueArn);
  let node = target as TreeNode | undefined;
  while (node && !(node instanceof QueueNode)) node = node.parent;
  return node?.queue;
}

async function askForQueue(
  services: Services,
  { title, accepts = () => true, none }: QueueQuestion,
): Promise<QueueSummary | undefined> {
  await services.queues.refresh(services.session);
  const { queues } = services.queues;
  const accepted = queues.filter(accepts);
  if (accepted.length === 0) {
    void window.showInformationMessage(
      queues.length > 0 && none !== undefined ? none : l10n.t('No queues yet. Create a queue first.'),
    );
    return undefined;
  }
  // The one that is selected in the tree comes first: it is picked by Enter.
  const selected = findQueue(services, services.view.selection[0]);
  const items = accepted
    .toSorted((left, right) => rank(left) - rank(right))
    .map(
      (queue): QueueItem => ({
        label: queue.name,
        description: describeCounts(l10n.t, queue.counts, queue.heldCount),
        detail: queue.arn,
        queue,
      }),
    );
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('Queue'),
    matchOnDescription: true,
  });
  return choice?.queue;

  function rank({ arn }: QueueSummary): number {
    return arn === selected?.arn ? 0 : 1;
  }
}
