import { showStorageReport } from './storageReportDocument.ts';
import type { StorageStore } from './storageStore.ts';

/** Shows where messages are stored, and what the last start found there. */
export async function openStorageReport({ storage }: { readonly storage: StorageStore }): Promise<void> {
  await showStorageReport(storage);
}
