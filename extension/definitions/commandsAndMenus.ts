import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, IN_TRUSTED_FOLDER } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { RUNNING, inSubmenu } from '../ground/whenClauses.ts';
import { applyDefinitionsCommand } from './applyDefinitions.ts';
import { writeDefinitionsCommand } from './writeDefinitions.ts';

export const DEFINITION_COMMANDS = {
  applyDefinitions: {
    title: 'Apply Queue Definitions',
    icon: 'run-all',
    enabled: IN_TRUSTED_FOLDER,
    menus: [inSubmenu('files', '1_definitions@1', RUNNING)],
    run: applyDefinitionsCommand,
  },
  writeDefinitions: {
    title: 'Write Queue Definitions…',
    icon: 'save',
    enabled: ALWAYS,
    menus: [inSubmenu('files', '1_definitions@2', RUNNING, CONTEXTS.hasQueues)],
    run: writeDefinitionsCommand,
  },
} satisfies CommandTable<never>;
