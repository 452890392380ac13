import { l10n } from 'vscode';
import { BROKER_RUNS } from '../broker/conditions.ts';
import type { WithSession } from '../broker/brokerClient.ts';
import type { Connections } from '../connections/connections.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import type { Condition, Missing } from '../ground/commandTable.ts';
import { CONTEXTS } from '../ground/ids.ts';
import type { QueuesView } from './tree/queuesView.ts';

export const HAS_QUEUES: Condition<WithSession & { readonly connections: Connections }> = {
  when: CONTEXTS.hasQueues,
  findMissing: ({ session, connections }) =>
    connections.queues.length > 0
      ? undefined
      : // A broker that is not running may have queues: it is what is missing.
        (BROKER_RUNS.findMissing({ session }) ?? describeNoQueue()),
};

export const FILTER_IS_SET: Condition<{ readonly view: QueuesView }> = {
  when: CONTEXTS.filterActive,
  findMissing: ({ view }) =>
    view.tree.filter === '' ? { text: l10n.t('No filter is set: the view shows all queues.') } : undefined,
};

/** There are queues, and no message in any of them. */
export function describeNoMessage(): Missing {
  return {
    text: l10n.t('Every queue is empty.'),
    remedy: { title: l10n.t('Send Message…'), command: COMMANDS.sendMessage },
  };
}

export function describeNoQueue(): Missing {
  return {
    text: l10n.t('No queues yet.'),
    remedy: { title: l10n.t('Create Queue…'), command: COMMANDS.createQueue },
  };
}
