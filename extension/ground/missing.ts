import { commands, window } from 'vscode';
import type { Missing } from './commandTable.ts';

/** Says what a command lacks, with a button that leads on. */
export async function showMissing({ text, remedy }: Missing): Promise<void> {
  const choice = await window.showInformationMessage(text, ...(remedy ? [remedy.title] : []));
  if (remedy && choice === remedy.title) await commands.executeCommand(remedy.command);
}
