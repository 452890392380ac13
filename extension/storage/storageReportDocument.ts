import { commands, Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import { STORAGE_REPORT_SCHEME } from '../ground/ids.ts';
import type { writeStorageReport } from './storageReport.ts';
import type { StorageStore } from './storageStore.ts';

const REPORT = Uri.from({ scheme: STORAGE_REPORT_SCHEME, path: '/stored-messages.md' });

/** Serves the report on stored messages as a document; it follows the broker. @param load loads what writes it */
export function registerStorageReport(
  storage: StorageStore,
  load: () => typeof writeStorageReport,
): Disposable {
  const changed = new EventEmitter<Uri>();
  return Disposable.from(
    changed,
    storage.onDidChange(() => changed.fire(REPORT)),
    workspace.registerTextDocumentContentProvider(STORAGE_REPORT_SCHEME, {
      onDidChange: changed.event,
      // Without asking the broker: the document is read again when it stops, and must not start it.
      provideTextDocumentContent: () => load()(storage.state),
    }),
  );
}

/** Shows it rendered, or as text where the Markdown extension is switched off. */
export async function showStorageReport(storage: StorageStore): Promise<void> {
  await storage.refresh();
  try {
    await commands.executeCommand('markdown.showPreview', REPORT);
  } catch {
    await window.showTextDocument(REPORT, { preview: true });
  }
}
