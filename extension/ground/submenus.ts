import type { SubmenuRow } from './commandTable.ts';
import type { SUBMENUS } from './ids.ts';
import {
  IN_FLIGHT_ROW,
  IN_QUEUES,
  MESSAGE_ROW,
  QUEUE_ROW,
  RUNNING,
  inSubmenu,
  inTitle,
  onRow,
} from './whenClauses.ts';

/** One clause for both views: VS Code puts a submenu only once into a menu. */
const ANY_MESSAGE_ROW = `${MESSAGE_ROW} || ${IN_FLIGHT_ROW}`;

/**
 * The menus within menus; a command gets into one by `inSubmenu('clock', '1_jump@1')`. No level may have more than nine entries:
 * test/unit/extension/menus.test.ts counts them.
 */
export const SUBMENU_ROWS: Readonly<Record<keyof typeof SUBMENUS, SubmenuRow>> = {
  view: { title: 'View', places: [inTitle('1_view@1', IN_QUEUES, RUNNING)] },
  files: { title: 'Definitions and Files', places: [inTitle('1_view@2', IN_QUEUES, RUNNING)] },
  programs: { title: 'Connect Programs', places: [inTitle('2_work@1', IN_QUEUES, RUNNING)] },
  clock: { title: 'Clock', places: [inTitle('2_work@2', IN_QUEUES, RUNNING)] },
  tests: { title: 'Faults & Tests', places: [inTitle('2_work@3', IN_QUEUES, RUNNING)] },
  security: { title: 'Security', places: [inTitle('3_broker@1', IN_QUEUES, RUNNING)] },
  storage: { title: 'Storage', places: [inTitle('3_broker@2', IN_QUEUES)] },
  broker: { title: 'Broker', places: [inTitle('3_broker@3', IN_QUEUES)] },
  help: { title: 'Help and Settings', places: [inTitle('9_help@1', IN_QUEUES)] },
  queueMessages: { title: 'Messages', places: [onRow('2_tests@0', QUEUE_ROW)] },
  queueTransfer: {
    title: 'Copy, Move or Export',
    places: [inSubmenu('queueMessages', '3_files@2', QUEUE_ROW)],
  },
  queueTests: { title: 'Faults & Tests', places: [onRow('2_tests@1', QUEUE_ROW)] },
  queueCopy: { title: 'Copy', places: [onRow('3_copy@1', QUEUE_ROW)] },
  messageSend: { title: 'Send, Move or Export', places: [onRow('2_send@1', ANY_MESSAGE_ROW)] },
  messageTime: { title: 'Visibility and Clock', places: [onRow('4_time@1', ANY_MESSAGE_ROW)] },
};
