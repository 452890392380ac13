import { BROKER_RUNS } from '../broker/conditions.ts';
import type { WithSession } from '../broker/brokerClient.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable, Condition } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { ONE_ROW, QUEUE_ROW, RUNNING, has, inSubmenu, onRow } from '../ground/whenClauses.ts';
import type { GatewayFaults } from './gatewayFaults.ts';
import { injectFaults } from './injectFaults.ts';
import { stopAllFaults, stopFaults } from './stopFaults.ts';

/** Of the broker, which must run then, or of a gateway. */
const HAS_FAULTS: Condition<WithSession & { readonly gatewayFaults: GatewayFaults }> = {
  when: CONTEXTS.hasFaults,
  findMissing: ({ session, gatewayFaults }) =>
    gatewayFaults.count > 0 ? undefined : BROKER_RUNS.findMissing({ session }),
};

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
    enabled: HAS_FAULTS,
    menus: [inSubmenu('tests', '1_faults@2', CONTEXTS.hasFaults)],
    run: stopAllFaults,
  },
} satisfies CommandTable<never>;
