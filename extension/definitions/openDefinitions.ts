import { l10n, Selection, type TextDocument, window, workspace } from 'vscode';
import { showMissing } from '../ground/missing.ts';
import { listFiles } from './definitionFiles.ts';

/** Opens the `queueside.json` that declares an alarm, at its name; shows what else to do if none does. */
export async function openAlarmDefinition(name: string): Promise<void> {
  const quoted = JSON.stringify(name);
  for (const uri of listFiles()) {
    const document = await openExisting(() => workspace.openTextDocument(uri));
    const offset = document?.getText().indexOf(quoted) ?? -1;
    if (document === undefined || offset < 0) continue;
    const start = document.positionAt(offset + 1);
    const end = document.positionAt(offset + quoted.length - 1);
    await window.showTextDocument(document, { selection: new Selection(start, end) });
    return;
  }
  void showMissing({
    text: l10n.t('No queueside.json of this window has the alarm {0}. Change it by PutMetricAlarm.', name),
  });
}

/** @returns undefined if the file does not exist, or is no text */
async function openExisting(open: () => Thenable<TextDocument>): Promise<TextDocument | undefined> {
  try {
    return await open();
  } catch {
    return undefined;
  }
}
