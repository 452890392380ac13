import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { ONE_ROW, QUEUE_ROW, RUNNING, inSubmenu } from '../ground/whenClauses.ts';
import { findQueue, type FindQueueNeeds, narrow } from '../queues/pickQueue.ts';
import type { LoadPanels } from './loadPanel.ts';

interface Needs extends FindQueueNeeds {
  readonly loadPanels: LoadPanels;
}

export const LOAD_COMMANDS = {
  runLoadTest: {
    title: 'Run Load Test…',
    icon: 'dashboard',
    enabled: ALWAYS,
    menus: [
      inSubmenu('tests', '2_programs@4', RUNNING),
      inSubmenu('queueTests', '1_tests@4', QUEUE_ROW, can('load'), ONE_ROW),
    ],
    // For the queue of the row that it was called on.
    run: async (services: Needs, target?: unknown) => {
      const found = findQueue(services, target);
      if (found) narrow(found, ['load'])?.connection.can.load(found.queue.arn);
      else services.loadPanels.openLoadTest();
    },
  },
} satisfies CommandTable<never>;
