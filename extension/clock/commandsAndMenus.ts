import { brokerRunsWhen } from '../broker/conditions.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import {
  IN_FLIGHT,
  IN_FLIGHT_ROW,
  IN_QUEUES,
  MESSAGE_ROW,
  ONE_ROW,
  RUNNING,
  inTitle,
  onRow,
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
      inTitle('4_time@1', IN_QUEUES, RUNNING),
      inTitle('navigation@1', IN_FLIGHT),
      onRow('4_time@3', MESSAGE_ROW, can('clock'), ONE_ROW),
      onRow('4_time@3', IN_FLIGHT_ROW, ONE_ROW),
    ],
    run: advanceClockCommand,
  },
  undoAdvance: {
    title: 'Undo Advance Clock…',
    icon: 'discard',
    enabled: ALWAYS,
    menus: [inTitle('4_time@2', IN_QUEUES, RUNNING)],
    run: undoAdvanceCommand,
  },
  resetClock: {
    title: 'Reset Clock',
    icon: 'discard',
    enabled: brokerRunsWhen(CONTEXTS.clockMoved),
    menus: [inTitle('4_time@3', IN_QUEUES, RUNNING, CONTEXTS.clockMoved)],
    run: resetClockCommand,
  },
} satisfies CommandTable<never>;
