import type { StorageStore } from './storageStore.ts';
import { showStorageReport } from './storageReportDocument.ts';

/** Shows where messages are stored, and what the last start found there. */
export async function openStorageReport({ storage }: { readonly storage: StorageStore }): Promise<void> {
  await showStorageReport(storage);
}
