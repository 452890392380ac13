import { l10n } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { Missing } from '../ground/commandTable.ts';
import { isMessageRow } from '../ground/messageRow.ts';
import { pick } from '../ground/pick.ts';
import type { TreeNode } from '../ground/treeNode.ts';
import { describeNoQueue } from './conditions.ts';
import type { QueueStore } from './queueStore.ts';
import { describeCounts } from './queueText.ts';
import { QueueNode } from './tree/queueNode.ts';
import type { QueuesView } from './tree/queuesView.ts';

export interface FindQueueNeeds {
  readonly queues: QueueStore;
}

export interface PickQueueNeeds extends FindQueueNeeds {
  readonly session: BrokerSession;
  readonly view: QueuesView;
}

/** What is asked when a command was called on no queue. */
export interface QueueQuestion {
  readonly title: string;
  /** The queues that the command makes sense for; all when absent. */
  readonly accepts?: (queue: QueueSummary) => boolean;
  /** Said when there are queues, and none is accepted. */
  readonly none?: Missing;
}

/** The argument of key bindings of the Queues view: VS Code passes them no row. */
export const SELECTION_ARGUMENT = 'selection';

/**
 * The queue that a command is about: the row it was called on, a queue's ARN or name, or the user's choice.
 * @returns undefined when the user chose none.
 */
export async function pickQueue(
  services: PickQueueNeeds,
  target: unknown,
  question: QueueQuestion,
): Promise<QueueSummary | undefined> {
  return findQueue(services, target) ?? (await askForQueue(services, question));
}

/** Like {@link pickQueue} for commands that also take several selected rows. */
export async function pickQueues(
  services: PickQueueNeeds,
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
export function findQueue(services: FindQueueNeeds, target: unknown): QueueSummary | undefined {
  if (typeof target === 'string')
    return services.queues.findByArn(target) ?? services.queues.findByName(target);
  if (isMessageRow(target)) return services.queues.findByArn(target.queueArn);
  let node = target as TreeNode | undefined;
  while (node && !(node instanceof QueueNode)) node = node.parent;
  return node?.queue;
}

async function askForQueue(
  services: PickQueueNeeds,
  { title, accepts = () => true, none }: QueueQuestion,
): Promise<QueueSummary | undefined> {
  await services.queues.refresh(services.session);
  const { queues } = services.queues;
  // The one that is selected in the tree comes first: it is picked by Enter.
  const selected = findQueue(services, services.view.selection[0]);
  const choices = queues
    .filter(accepts)
    .toSorted((left, right) => rank(left) - rank(right))
    .map((queue) => ({
      label: queue.name,
      description: describeCounts(l10n.t, queue.counts, queue.heldCount),
      detail: queue.arn,
      value: queue,
    }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Queue'),
    matchOnDescription: true,
    none: queues.length > 0 && none !== undefined ? none : describeNoQueue(),
  });

  function rank({ arn }: QueueSummary): number {
    return arn === selected?.arn ? 0 : 1;
  }
}
