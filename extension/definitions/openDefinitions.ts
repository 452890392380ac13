import { l10n, Selection, type TextDocument, window, workspace } from 'vscode';
import { showMissing } from '../ground/missing.ts';
import { listFiles } from './definitionFiles.ts';
import { findAlarm } from './findAlarm.ts';

/** Opens the `queueside.json` that declares an alarm, at its name; shows what else to do if none does. */
export async function openAlarmDefinition(name: string): Promise<void> {
  for (const uri of listFiles()) {
    const document = await openExisting(() => workspace.openTextDocument(uri));
    const place = document && findAlarm(document.getText(), name);
    if (document === undefined || place === undefined) continue;
    const start = document.positionAt(place.offset);
    const end = document.positionAt(place.offset + place.length);
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
