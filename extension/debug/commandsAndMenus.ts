import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import {
  IN_FLIGHT,
  IN_QUEUES,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  has,
  inTitle,
  lacks,
  onRow,
} from '../ground/whenClauses.ts';
import { breakOnArrival } from './breakOnArrival.ts';
import { resumeVisibilityTimeouts } from './resumeVisibilityTimeouts.ts';
import { removeArrivalBreakpoint } from './removeArrivalBreakpoint.ts';
import { toggleHold } from './toggleHold.ts';

export const DEBUG_COMMANDS = {
  toggleHold: {
    title: 'Toggle Pausing Timeouts at Breakpoints',
    icon: 'debug-pause',
    enabled: ALWAYS,
    menus: [inTitle('4_time@4', IN_QUEUES, RUNNING), inTitle('1_hold@2', IN_FLIGHT)],
    run: toggleHold,
  },
  resumeVisibilityTimeouts: {
    title: 'Resume Visibility Timeouts',
    icon: 'debug-continue-small',
    enabled: ALWAYS,
    menus: [inTitle('4_time@5', IN_QUEUES, RUNNING), inTitle('1_hold@1', IN_FLIGHT)],
    run: resumeVisibilityTimeouts,
  },
  breakOnArrival: {
    title: 'Break on Arrival…',
    icon: 'debug-breakpoint-data',
    enabled: ALWAYS,
    menus: [
      inTitle('5_trouble@1', IN_QUEUES, RUNNING),
      inTitle('navigation@2', IN_FLIGHT),
      onRow('2_trouble@5', QUEUE_ROW, can('arrivals'), lacks('breaks'), ONE_ROW),
    ],
    run: breakOnArrival,
  },
  removeArrivalBreakpoint: {
    title: 'Remove Arrival Breakpoint…',
    icon: 'close',
    enabled: ALWAYS,
    menus: [
      onRow('2_trouble@6', QUEUE_ROW, can('arrivals'), has('breaks'), ONE_ROW),
      onRow('inline@1', IN_FLIGHT, 'viewItem == arrival'),
    ],
    run: removeArrivalBreakpoint,
  },
} satisfies CommandTable<never>;
