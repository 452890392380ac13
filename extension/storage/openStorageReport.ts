import { showStorageReport } from './storageReportDocument.ts';
import type { Services } from '../services.ts';

/** Shows where messages are stored, and what the last start found there. */
export async function openStorageReport({ storage }: Services): Promise<void> {
  await showStorageReport(storage);
}
