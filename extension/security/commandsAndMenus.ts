import { BROKER_RUNS } from '../broker/conditions.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, IN_TRUSTED_WORKSPACE } from '../ground/conditions.ts';
import { IN_QUEUES, RUNNING, inTitle } from '../ground/whenClauses.ts';
import { explainDenial } from './explainDenial.ts';
import { manageKeys } from './manageKeys.ts';
import { manageUsers } from './manageUsers.ts';

export const SECURITY_COMMANDS = {
  manageKeys: {
    title: 'Manage Keys…',
    icon: 'key',
    enabled: ALWAYS,
    menus: [inTitle('6_security@1', IN_QUEUES, RUNNING)],
    run: manageKeys,
  },
  manageUsers: {
    title: 'Manage Users and Policies…',
    icon: 'organization',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [inTitle('6_security@2', IN_QUEUES, RUNNING)],
    run: manageUsers,
  },
  explainDenial: {
    title: 'Why Was This Denied?',
    icon: 'question',
    enabled: BROKER_RUNS,
    menus: [inTitle('6_security@3', IN_QUEUES, RUNNING)],
    run: explainDenial,
  },
} satisfies CommandTable<never>;
