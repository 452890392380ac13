import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { ONE_ROW, onRow, POOL_ROW } from '../ground/whenClauses.ts';
import { openScaling } from './openScaling.ts';

export const SCALING_COMMANDS = {
  openScaling: {
    title: 'Open Scaling',
    icon: 'graph-line',
    enabled: ALWAYS,
    menus: [onRow('inline@3', POOL_ROW, ONE_ROW), onRow('1_run@4', POOL_ROW, ONE_ROW)],
    run: openScaling,
  },
} satisfies CommandTable<never>;
