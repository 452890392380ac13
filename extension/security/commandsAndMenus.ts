import { BROKER_RUNS } from '../broker/conditions.ts';
import type { WithSession } from '../broker/brokerClient.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, IN_TRUSTED_WORKSPACE } from '../ground/conditions.ts';
import { RUNNING, inSubmenu } from '../ground/whenClauses.ts';
import { explainDenial } from './explainDenial.ts';
import type { manageKeys } from './manageKeys.ts';
import { manageUsers } from './manageUsers.ts';

interface KeyNeeds extends WithSession {
  readonly loadPages: () => { readonly manageKeys: typeof manageKeys };
}

export const SECURITY_COMMANDS = {
  manageKeys: {
    title: 'Manage Keys…',
    icon: 'key',
    enabled: ALWAYS,
    menus: [inSubmenu('security', '1_keys@1', RUNNING)],
    run: (services: KeyNeeds) => services.loadPages().manageKeys(services),
  },
  manageUsers: {
    title: 'Manage Users and Policies…',
    icon: 'organization',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [inSubmenu('security', '1_keys@2', RUNNING)],
    run: manageUsers,
  },
  explainDenial: {
    title: 'Why Was This Denied?',
    icon: 'question',
    enabled: BROKER_RUNS,
    menus: [inSubmenu('security', '2_denied@1', RUNNING)],
    run: explainDenial,
  },
} satisfies CommandTable<never>;
