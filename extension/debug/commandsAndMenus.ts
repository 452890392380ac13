import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import {
  IN_FLIGHT,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  has,
  inSubmenu,
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
    menus: [inSubmenu('clock', '2_pause@1', RUNNING), inTitle('1_hold@2', IN_FLIGHT)],
    run: toggleHold,
  },
  resumeVisibilityTimeouts: {
    title: 'Resume Visibility Timeouts',
    icon: 'debug-continue-small',
    enabled: ALWAYS,
    menus: [inSubmenu('clock', '2_pause@2', RUNNING), inTitle('1_hold@1', IN_FLIGHT)],
    run: resumeVisibilityTimeouts,
  },
  breakOnArrival: {
    title: 'Break on Arrival…',
    icon: 'debug-breakpoint-data',
    enabled: ALWAYS,
    menus: [
      inSubmenu('tests', '2_programs@1', RUNNING),
      inTitle('navigation@2', IN_FLIGHT),
      inSubmenu('queueTests', '1_tests@5', QUEUE_ROW, can('arrivals'), lacks('breaks'), ONE_ROW),
    ],
    run: breakOnArrival,
  },
  removeArrivalBreakpoint: {
    title: 'Remove Arrival Breakpoint…',
    icon: 'close',
    enabled: ALWAYS,
    menus: [
      inSubmenu('queueTests', '1_tests@6', QUEUE_ROW, can('arrivals'), has('breaks'), ONE_ROW),
      onRow('inline@1', IN_FLIGHT, 'viewItem == arrival'),
    ],
    run: removeArrivalBreakpoint,
  },
} satisfies CommandTable<never>;
