import { l10n } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Capability } from '../connections/capabilities.ts';
import { type Connection, isAble, type PlacedQueue, refOf } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { formatQueueRef, isQueueRef } from '../connections/queueRef.ts';
import { readQueues } from '../connections/readQueues.ts';
import type { Missing } from '../ground/commandTable.ts';
import { showMissing } from '../ground/missing.ts';
import { pick } from '../ground/pick.ts';
import type { TreeNode } from '../ground/treeNode.ts';
import { describeNoQueue } from './conditions.ts';
import { describeCounts, isUncounted } from './queueText.ts';
import { QueueNode } from './tree/queueNode.ts';
import { kindOfSelection } from './tree/selectedKind.ts';

export interface FindQueueNeeds {
  readonly connections: Connections;
}

export interface PickQueueNeeds extends FindQueueNeeds {
  /** The rows that are selected in the tree. */
  readonly view: { readonly selection: readonly unknown[] };
}

/** What is asked when a command was called on no queue. */
export interface QueueQuestion<C extends Capability> {
  readonly title: string;
  /** What the connection of the queue must be able to do. */
  readonly needs: readonly C[];
  /** The queues that the command makes sense for; all when absent. */
  readonly accepts?: (queue: QueueSummary, connection: Connection) => boolean;
  /** Said when the command was called on a queue that is not accepted; absent: it does what it can. */
  readonly refuse?: (queue: QueueSummary) => string;
  /** Said when there are queues, and none is accepted. */
  readonly none?: Missing;
}

/** The argument of key bindings of the Queues view: VS Code passes them no row. */
export const SELECTION_ARGUMENT = 'selection';

/**
 * The queue that a command is about: the row it was called on, a `QueueRef`, a queue's ARN or name, or the user's choice.
 * @returns undefined when the user chose none, or the queue's connection cannot do what the command needs, which is said.
 */
export async function pickQueue<C extends Capability>(
  services: PickQueueNeeds,
  target: unknown,
  question: QueueQuestion<C>,
): Promise<PlacedQueue<C> | undefined> {
  const found = findQueue(services, target);
  if (!found) {
    const chosen = await askForQueue(services, question);
    return chosen && narrow(chosen, question.needs);
  }
  const { accepts, refuse, needs } = question;
  if (refuse && accepts && !accepts(found.queue, found.connection)) {
    void showMissing({ text: refuse(found.queue) });
    return undefined;
  }
  return narrow(found, needs);
}

/** Like {@link pickQueue} for commands that also take several selected rows. */
export async function pickQueues<C extends Capability>(
  services: PickQueueNeeds,
  target: unknown,
  selection: unknown,
  question: QueueQuestion<C>,
): Promise<readonly PlacedQueue<C>[]> {
  const isKey = target === SELECTION_ARGUMENT;
  const rows = isKey ? services.view.selection : selection;
  // A key does nothing on other rows: what it does is not to be guessed.
  if (isKey && kindOfSelection(rows as readonly unknown[]) !== 'queue') return [];
  if (Array.isArray(rows)) {
    const nodes = (rows as readonly TreeNode[]).filter((row) => row instanceof QueueNode);
    // What is done is done to all that were selected, or to none.
    const refused = nodes.find(({ connection }) => !isAble(connection, question.needs));
    if (refused) {
      sayRefusal(refused.connection, question.needs);
      return [];
    }
    if (!nodes.every(({ connection }) => allows(connection, question.needs))) return [];
    if (nodes.length > 0) {
      return nodes.flatMap(({ connection, queue }) =>
        isAble(connection, question.needs) ? [{ connection, queue }] : [],
      );
    }
  }
  const queue = await pickQueue(services, target, question);
  return queue ? [queue] : [];
}

/** @returns undefined when the command was called on no queue. */
export function findQueue({ connections }: FindQueueNeeds, target: unknown): PlacedQueue | undefined {
  if (target === SELECTION_ARGUMENT) return undefined;
  if (typeof target === 'string') return connections.findQueueByText(target);
  if (isMessageRow(target)) return connections.findQueue(target.queueRef);
  if (isQueueRef(target)) return connections.findQueue(target);
  let node = target as TreeNode | undefined;
  while (node && !(node instanceof QueueNode)) node = node.parent;
  return node && placeOf(node);
}

/** @returns undefined when the connection cannot do it or its protection level does not allow it, which is said. */
export function narrow<C extends Capability>(
  { connection, queue }: PlacedQueue,
  needs: readonly C[],
): PlacedQueue<C> | undefined {
  if (isAble(connection, needs)) return allows(connection, needs) ? { connection, queue } : undefined;
  sayRefusal(connection, needs);
  return undefined;
}

/** Whether the protection level of a connection allows it. That it does not is said now, not after the user has agreed. */
function allows({ remote }: Connection, needs: readonly Capability[]): boolean {
  const refusal = needs
    .map((capability) => remote?.findRefusal(capability))
    .find((text) => text !== undefined);
  if (refusal !== undefined) void showMissing({ text: refusal });
  return refusal === undefined;
}

/** Says that a connection cannot do what a command needs. */
export function sayRefusal({ name, can, remote }: Connection, needs: readonly Capability[]): void {
  const missing = needs.find((capability) => can[capability] === undefined);
  const reason = remote !== undefined && missing !== undefined ? explainMissing(missing, name) : undefined;
  void showMissing({ text: reason ?? l10n.t('The connection {0} can’t do this.', name) });
}

/** Why another endpoint does not have something, and what to use instead. */
function explainMissing(capability: Capability, name: string): string | undefined {
  switch (capability) {
    case 'peek':
      return l10n.t('On {0}, only a receive shows messages. Use “Sample Messages…”.', name);
    case 'receive':
      return l10n.t('On {0}, “Sample Messages…” receives messages, and gives them back.', name);
    case 'faults':
      return l10n.t('The gateway of {0} injects faults. Debug a program with this connection first.', name);
    case 'clock':
    case 'idempotence':
    case 'arrivals':
    case 'forecast':
    case 'load':
      return l10n.t(
        'Clock, breakpoints, forecasts and tests are parts of the local broker. Copy messages of {0} there to use them.',
        name,
      );
    case 'metrics':
    case 'alarms':
    case 'cost':
      return l10n.t('Metrics, alarms and costs of {0} are in Amazon CloudWatch and in your bill.', name);
    case 'redrive':
      return l10n.t('On {0}, “Start DLQ Redrive…” moves dead letters back.', name);
    default:
      return undefined;
  }
}

function placeOf({ connection, queue }: QueueNode): PlacedQueue {
  return { connection, queue };
}

async function askForQueue<C extends Capability>(
  services: PickQueueNeeds,
  { title, needs, accepts = () => true, none }: QueueQuestion<C>,
): Promise<PlacedQueue<C> | undefined> {
  const able = services.connections.listAble(needs);
  await readQueues(able);
  const placed = able.flatMap((connection) =>
    connection.queues.queues.map((queue): PlacedQueue<C> => ({ connection, queue })),
  );
  // The one that is selected in the tree comes first: it is picked by Enter.
  const selected = findQueue(services, services.view.selection[0]);
  const selectedId = selected && identify(selected);
  const rank = (each: PlacedQueue<C>) => (identify(each) === selectedId ? 0 : 1);
  const hasSeveral = able.length > 1;
  const choices = placed
    .filter(({ connection, queue }) => accepts(queue, connection))
    .toSorted((left, right) => rank(left) - rank(right))
    .map((each) => {
      const { name, counts, heldCount, arn } = each.queue;
      return {
        label: name,
        description: isUncounted(each.queue) ? l10n.t('not counted') : describeCounts(counts, heldCount),
        detail: hasSeveral ? l10n.t('{0} on {1}', arn, each.connection.name) : arn,
        value: each,
      };
    });
  return pick(choices, {
    title,
    placeHolder: l10n.t('Queue'),
    matchOnDescription: true,
    none: placed.length > 0 && none !== undefined ? none : describeNoQueue(),
  });
}

function identify<C extends Capability>({ connection, queue }: PlacedQueue<C>): string {
  return formatQueueRef(refOf({ connection, queue }));
}
