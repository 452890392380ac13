import { commands } from 'vscode';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { WALKTHROUGH } from '../ground/ids.ts';
import { inSubmenu } from '../ground/whenClauses.ts';

export const WALKTHROUGH_COMMANDS = {
  openWalkthrough: {
    title: 'Get Started',
    icon: 'mortar-board',
    enabled: ALWAYS,
    menus: [inSubmenu('help', '1_learn@1')],
    run: () =>
      commands.executeCommand('workbench.action.openWalkthrough', `queueside.queueside#${WALKTHROUGH}`),
  },
} satisfies CommandTable<never>;
