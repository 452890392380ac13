import { BROKER_ROOMS } from './rooms/brokerRooms.ts';
import { CONNECTION_ROOMS } from './rooms/connectionRooms.ts';
import { EXTENSION_ROOMS } from './rooms/extensionRooms.ts';
import type { Room } from './rooms/room.ts';
import { WEBVIEW_ROOMS } from './rooms/webviewRooms.ts';

/**
 * Who may import whom, types and values apart. The longest folder that holds a file speaks for it.
 * docs/architecture.md prints this table (printRooms.ts), and test/contract/imports.test.ts holds the sources and the page to it.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  ...BROKER_ROOMS,
  ...CONNECTION_ROOMS,
  ...WEBVIEW_ROOMS,
  ...EXTENSION_ROOMS,
};
