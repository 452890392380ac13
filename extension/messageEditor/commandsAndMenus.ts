import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import {
  IN_FLIGHT_ROW,
  MESSAGE_ROW,
  ONE_OR_TWO_ROWS,
  ONE_ROW,
  QUEUE_ROW,
  has,
  inSubmenu,
  onRow,
} from '../ground/whenClauses.ts';
import { compareMessages } from './compareMessages.ts';
import { openMessage, peekMessagesCommand } from './openMessage.ts';

export const MESSAGE_EDITOR_COMMANDS = {
  peekMessages: {
    title: 'Peek Messages…',
    icon: 'eye',
    enabled: ALWAYS,
    menus: [
      onRow('inline@2', QUEUE_ROW, can('peek'), has('nonempty'), ONE_ROW),
      inSubmenu('queueMessages', '1_look@1', QUEUE_ROW, can('peek'), has('nonempty'), ONE_ROW),
    ],
    run: peekMessagesCommand,
  },
  openMessage: {
    title: 'Open Message',
    icon: 'go-to-file',
    enabled: ALWAYS,
    palette: false,
    // No icon on the row: a click opens the message, and an icon would take the room of its size.
    menus: [onRow('1_messages@1', MESSAGE_ROW, ONE_ROW), onRow('1_messages@1', IN_FLIGHT_ROW, ONE_ROW)],
    run: openMessage,
  },
  compareMessages: {
    title: 'Compare With…',
    icon: 'diff',
    enabled: ALWAYS,
    menus: [onRow('1_messages@4', MESSAGE_ROW, ONE_OR_TWO_ROWS)],
    run: compareMessages,
  },
} satisfies CommandTable<never>;
