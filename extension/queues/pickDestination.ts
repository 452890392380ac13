import { l10n, QuickPickItemKind } from 'vscode';
import type { Connection, PlacedQueue } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { type Choice, type Heading, pick } from '../ground/pick.ts';
import { narrow } from './pickQueue.ts';
import { describeCounts, isUncounted } from './queueText.ts';

/**
 * Asks for another queue of the same type: on the same connection, or on another one that is open.
 * @returns undefined when the user chose none, or one that its protection level lets no message into, which is said
 */
export async function pickDestination(
  { connections }: { readonly connections: Connections },
  from: PlacedQueue,
  title: string,
): Promise<PlacedQueue | undefined> {
  const others = connections
    .listAble(['exchange'])
    .filter((connection) => connection !== from.connection && connection.isOpen);
  const groups = [from.connection, ...others]
    .map((connection) => ({ connection, choices: listChoices(connection, from) }))
    .filter(({ choices }) => choices.length > 0);
  const choices = groups.flatMap(({ connection, choices }) =>
    others.length === 0 ? choices : [describeGroup(connection), ...choices],
  );
  const chosen = await pick(choices, {
    title,
    placeHolder: l10n.t('Target queue'),
    matchOnDetail: true,
    none: {
      text: l10n.t('There is no other queue of the same type as {0}.', from.queue.name),
      remedy: { title: l10n.t('Create Queue…'), command: COMMANDS.createQueue },
    },
  });
  return chosen && narrow(chosen, ['send']);
}

function listChoices(connection: Connection, from: PlacedQueue): Choice<PlacedQueue>[] {
  return connection.queues.queues
    .filter(
      ({ arn, kind }) =>
        kind === from.queue.kind && !(connection === from.connection && arn === from.queue.arn),
    )
    .map((queue) => ({
      label: queue.name,
      description: isUncounted(queue) ? l10n.t('not counted') : describeCounts(queue.counts),
      detail: queue.arn,
      value: { connection, queue },
    }));
}

/** With what its row says beside the name: the account, the region and the protection level. */
function describeGroup({ name, remote }: Connection): Heading {
  const label = remote === undefined ? name : l10n.t('{0}: {1}', name, remote.description);
  return { label, kind: QuickPickItemKind.Separator };
}
