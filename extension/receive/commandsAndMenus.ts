import { l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { ONE_ROW, QUEUE_ROW, inSubmenu, lacks } from '../ground/whenClauses.ts';
import { findQueue, narrow, pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { ReceivePanels } from './receivePanels.ts';

export interface ReceiveNeeds extends PickQueueNeeds {
  readonly receivePanels: ReceivePanels;
}

export const RECEIVE_COMMANDS = {
  receiveMessages: {
    title: 'Receive as a Consumer…',
    icon: 'inbox',
    enabled: ALWAYS,
    menus: [inSubmenu('queueMessages', '1_look@2', QUEUE_ROW, can('receive'), ONE_ROW)],
    // For the queue of the row that it was called on, or that is selected.
    run: async (services: ReceiveNeeds, target?: unknown) => {
      const { receivePanels, view } = services;
      const found = findQueue(services, target ?? view.selection[0]);
      if (!found) receivePanels.openReceive();
      else if (narrow(found, ['receive'])) receivePanels.openReceive(refOf(found));
    },
  },
  sampleMessages: {
    title: 'Sample Messages…',
    icon: 'eye',
    enabled: ALWAYS,
    menus: [inSubmenu('queueMessages', '1_look@1', QUEUE_ROW, can('sample'), lacks('canPeek'), ONE_ROW)],
    run: async (services: PickQueueNeeds, target?: unknown) => {
      const picked = await pickQueue(services, target, {
        title: l10n.t('Sample Messages'),
        needs: ['sample'],
      });
      await picked?.connection.can.sample(picked.queue.arn);
    },
  },
} satisfies CommandTable<never>;
