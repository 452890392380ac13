import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { ONE_ROW, QUEUE_ROW, onRow } from '../ground/menus.ts';
import { findQueue, type FindQueueNeeds } from '../queues/pickQueue.ts';
import type { LoadPanels } from './loadPanel.ts';

interface Needs extends FindQueueNeeds {
  readonly loadPanels: LoadPanels;
}

export const LOAD_COMMANDS = {
  runLoadTest: {
    title: 'Run Load Test…',
    icon: 'dashboard',
    enabled: ALWAYS,
    menus: [onRow('2_trouble@4', QUEUE_ROW, ONE_ROW)],
    // For the queue of the row that it was called on.
    run: async (services: Needs, target?: unknown) =>
      services.loadPanels.openLoadTest(findQueue(services, target)?.arn),
  },
} satisfies CommandTable<never>;
