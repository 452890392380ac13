import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { inSubmenu, onSelected, QUEUE_ROW } from '../ground/whenClauses.ts';
import { SELECTION_ARGUMENT } from '../queues/pickQueue.ts';
import { openMetrics } from './openMetrics.ts';

export const METRICS_COMMANDS = {
  openMetrics: {
    title: 'Open Metrics',
    icon: 'graph-line',
    enabled: ALWAYS,
    menus: [inSubmenu('queueMessages', '2_trace@2', QUEUE_ROW, can('metrics'))],
    keys: [{ key: 'ctrl+alt+m', args: SELECTION_ARGUMENT, when: onSelected('queue') }],
    run: openMetrics,
  },
} satisfies CommandTable<never>;
