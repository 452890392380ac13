import { BROKER_RUNS } from '../broker/conditions.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { RUNNING, inSubmenu } from '../ground/whenClauses.ts';
import { clearStorage } from './clearStorage.ts';
import { openDataFolder } from './openDataFolder.ts';
import { rotateMasterKeyCommand } from './rotateMasterKey.ts';
import { showStorageReport } from './storageReportDocument.ts';
import type { StorageStore } from './storageStore.ts';

export const STORAGE_COMMANDS = {
  openStorageReport: {
    title: 'Show Stored Messages Report',
    icon: 'database',
    enabled: ALWAYS,
    menus: [inSubmenu('storage', '2_data@1', RUNNING)],
    run: ({ storage }: { readonly storage: StorageStore }) => showStorageReport(storage),
  },
  openDataFolder: {
    title: 'Open Data Folder',
    icon: 'folder-opened',
    enabled: ALWAYS,
    menus: [inSubmenu('storage', '2_data@2')],
    run: openDataFolder,
  },
  clearStorage: {
    title: 'Clear Stored Messages…',
    icon: 'trash',
    enabled: ALWAYS,
    menus: [inSubmenu('storage', '9_destructive@1')],
    run: clearStorage,
  },
  rotateMasterKey: {
    title: 'Change Master Key',
    icon: 'key',
    enabled: BROKER_RUNS,
    menus: [inSubmenu('storage', '2_data@3', RUNNING)],
    run: rotateMasterKeyCommand,
  },
} satisfies CommandTable<never>;
