import { brokerRunsWhen } from '../broker/conditions.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import {
  IN_FLIGHT,
  IN_FLIGHT_ROW,
  MESSAGE_ROW,
  ONE_ROW,
  RUNNING,
  inSubmenu,
  inTitle,
} from '../ground/whenClauses.ts';
import { advanceClockCommand } from './advanceClock.ts';
import { resetClockCommand } from './resetClock.ts';
import { undoAdvanceCommand } from './undoAdvance.ts';

export const CLOCK_COMMANDS = {
  advanceClock: {
    title: 'Advance Clock…',
    icon: 'history',
    enabled: ALWAYS,
    menus: [
      inSubmenu('clock', '1_jump@1', RUNNING),
      inTitle('navigation@1', IN_FLIGHT),
      inSubmenu('messageTime', '1_time@3', MESSAGE_ROW, can('clock'), ONE_ROW),
      inSubmenu('messageTime', '1_time@3', IN_FLIGHT_ROW, ONE_ROW),
    ],
    run: advanceClockCommand,
  },
  undoAdvance: {
    title: 'Undo Advance Clock…',
    icon: 'discard',
    enabled: ALWAYS,
    menus: [inSubmenu('clock', '1_jump@2', RUNNING)],
    run: undoAdvanceCommand,
  },
  resetClock: {
    title: 'Reset Clock',
    icon: 'discard',
    enabled: brokerRunsWhen(CONTEXTS.clockMoved),
    menus: [inSubmenu('clock', '1_jump@3', RUNNING, CONTEXTS.clockMoved)],
    run: resetClockCommand,
  },
} satisfies CommandTable<never>;
