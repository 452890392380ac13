import { basename } from 'node:path';
import { l10n, type Uri } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { isAble } from '../connections/connection.ts';
import { pick } from '../ground/pick.ts';
import { importFile, type ImportNeeds } from './importMessages.ts';

/**
 * Asks whether a file that was dropped onto a queue has messages, if it may have some.
 * @returns whether nothing is left to do: false where the files are to be sent as messages
 */
export async function offerImport(
  services: ImportNeeds,
  { connection, queue }: PlacedQueue,
  files: readonly Uri[],
): Promise<boolean> {
  const [file] = files;
  if (file === undefined || files.length > 1 || !/\.(?:jsonl|ndjson|csv)$/i.test(file.path)) return false;
  if (!isAble(connection, ['send', 'sendBatch'])) return false;
  const name = basename(file.path);
  const isImport = await pick(
    [
      { label: `$(cloud-upload) ${l10n.t('Import the messages in {0}', name)}`, value: true },
      { label: `$(send) ${l10n.t('Send {0} as one message', name)}`, value: false },
    ],
    { title: queue.name, none: { text: '' }, isMenu: true },
  );
  if (isImport === true) await importFile(services, { connection, queue }, file);
  return isImport !== false;
}
