import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { openScaling } from './openScaling.ts';

export const SCALING_COMMANDS = {
  openScaling: {
    title: 'Open Scaling',
    icon: 'graph-line',
    enabled: ALWAYS,
    menus: [],
    run: openScaling,
  },
} satisfies CommandTable<never>;
