import type { CommandTable } from '../ground/commandTable.ts';
import { IN_TRUSTED_FOLDER } from '../ground/conditions.ts';
import { inSubmenu, RUNNING } from '../ground/whenClauses.ts';
import type { LoadTemplates } from './registerTemplates.ts';

interface Needs {
  readonly loadTemplates: LoadTemplates;
}

export const TEMPLATE_COMMANDS = {
  useTemplate: {
    title: 'Use Queues and Functions of Template…',
    icon: 'symbol-structure',
    enabled: IN_TRUSTED_FOLDER,
    menus: [inSubmenu('files', '1_definitions@3', RUNNING)],
    // What a command does is in a bundle of its own.
    run: ({ loadTemplates }: Needs, target?: unknown) => loadTemplates().choose(target),
  },
} satisfies CommandTable<never>;
