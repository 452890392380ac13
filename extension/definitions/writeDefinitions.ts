import { FileType, l10n, type Uri, window, workspace } from 'vscode';
import { writeDefinitions } from '../../broker/protocol/definitions.ts';
import type { WithSession } from '../broker/brokerClient.ts';
import { DEFINITIONS_FILE, listFiles } from './definitionFiles.ts';

/** Writes the existing queues into `queueside.json`, or into a new document if the user prefers that. */
export async function writeDefinitionsCommand({ session }: WithSession): Promise<void> {
  const { text } = await session.request(writeDefinitions, {});
  const [uri] = listFiles();
  const isWritten = uri !== undefined && (await mayWrite(uri));
  if (isWritten === undefined) return;
  if (!isWritten) {
    await window.showTextDocument(await workspace.openTextDocument({ language: 'jsonc', content: text }));
    return;
  }
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await window.showTextDocument(uri);
  window.setStatusBarMessage(l10n.t('Wrote {0}.', DEFINITIONS_FILE), 5_000);
}

/** @returns undefined if the user cancels; false when the text is to be shown only. */
async function mayWrite(uri: Uri): Promise<boolean | undefined> {
  const isThere = await workspace.fs.stat(uri).then(
    ({ type }) => type !== FileType.Unknown,
    () => false,
  );
  if (!isThere) return true;
  const replace = l10n.t('Replace');
  const show = l10n.t('Show as New Document');
  const choice = await window.showWarningMessage(
    l10n.t('Replace {0}?', DEFINITIONS_FILE),
    { modal: true, detail: l10n.t('Its comments and seed messages will be lost.') },
    replace,
    show,
  );
  return choice === undefined ? undefined : choice === replace;
}
