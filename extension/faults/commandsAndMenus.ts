import { brokerRunsWhen } from '../broker/conditions.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { ONE_ROW, QUEUE_ROW, RUNNING, has, inSubmenu, onRow } from '../ground/whenClauses.ts';
import { injectFaults } from './injectFaults.ts';
import { stopAllFaults, stopFaults } from './stopFaults.ts';

export const FAULT_COMMANDS = {
  injectFaults: {
    title: 'Inject Faults…',
    icon: 'beaker',
    enabled: ALWAYS,
    menus: [
      inSubmenu('tests', '1_faults@1', RUNNING),
      inSubmenu('queueTests', '1_tests@1', QUEUE_ROW, can('faults'), ONE_ROW),
    ],
    run: injectFaults,
  },
  stopFaults: {
    title: 'Stop Faults…',
    icon: 'beaker-stop',
    enabled: ALWAYS,
    menus: [
      onRow('inline@3', QUEUE_ROW, can('faults'), has('faults')),
      inSubmenu('queueTests', '1_tests@2', QUEUE_ROW, can('faults'), has('faults')),
    ],
    run: stopFaults,
  },
  stopAllFaults: {
    title: 'Stop All Faults',
    icon: 'beaker-stop',
    enabled: brokerRunsWhen(CONTEXTS.hasFaults),
    menus: [inSubmenu('tests', '1_faults@2', RUNNING, CONTEXTS.hasFaults)],
    run: stopAllFaults,
  },
} satisfies CommandTable<never>;
