import { BROKER_RUNS } from '../broker/conditions.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { IN_QUEUES, RUNNING, inTitle } from '../ground/whenClauses.ts';
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
    menus: [inTitle('7_storage@3', IN_QUEUES, RUNNING)],
    run: ({ storage }: { readonly storage: StorageStore }) => showStorageReport(storage),
  },
  openDataFolder: {
    title: 'Open Data Folder',
    icon: 'folder-opened',
    enabled: ALWAYS,
    menus: [inTitle('7_storage@4', IN_QUEUES)],
    run: openDataFolder,
  },
  clearStorage: {
    title: 'Clear Stored Messages…',
    icon: 'trash',
    enabled: ALWAYS,
    menus: [inTitle('7_storage@5', IN_QUEUES)],
    run: clearStorage,
  },
  rotateMasterKey: {
    title: 'Change Master Key',
    icon: 'key',
    enabled: BROKER_RUNS,
    run: rotateMasterKeyCommand,
  },
} satisfies CommandTable<never>;
