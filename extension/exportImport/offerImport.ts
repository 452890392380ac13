import { basename } from 'node:path';
import { l10n, type Uri } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { isAble } from '../connections/connection.ts';
import { pick } from '../ground/pick.ts';
import { type ImportNeeds, startImport } from './importMessages.ts';

/**
 * Asks whether a file that was dropped onto a queue has messages, if it may have some.
 * @param sendFiles is for files that are messages themselves
 */
export async function offerImport(
  services: ImportNeeds,
  { connection, queue }: PlacedQueue,
  files: readonly Uri[],
  sendFiles: () => Promise<void>,
): Promise<void> {
  const [file] = files;
  if (file === undefined || files.length > 1 || !/\.(?:jsonl|ndjson|csv)$/i.test(file.path))
    return sendFiles();
  if (!isAble(connection, ['send', 'sendBatch'])) return sendFiles();
  const name = basename(file.path);
  const isImport = await pick(
    [
      { label: `$(cloud-upload) ${l10n.t('Import the messages in {0}', name)}`, value: true },
      { label: `$(send) ${l10n.t('Send {0} as one message', name)}`, value: false },
    ],
    { title: queue.name, none: { text: '' }, isMenu: true },
  );
  if (isImport === undefined) return undefined;
  return isImport ? startImport(services, { connection, queue }, file) : sendFiles();
}
