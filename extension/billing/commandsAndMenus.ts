import { BROKER_RUNS } from '../broker/conditions.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { IN_QUEUES, RUNNING, inSubmenu, onRow } from '../ground/whenClauses.ts';
import { resetBillingCommand } from './resetBilling.ts';

export const BILLING_COMMANDS = {
  resetBilling: {
    title: 'Reset Cost Estimate',
    icon: 'discard',
    enabled: BROKER_RUNS,
    menus: [inSubmenu('broker', '3_cost@1', RUNNING), onRow('1_bill@1', IN_QUEUES, 'viewItem == bill')],
    run: resetBillingCommand,
  },
} satisfies CommandTable<never>;
