import { commands, l10n, window } from 'vscode';
import { COMMANDS } from './commandIds.ts';

/** What a change came to, for people. */
export interface Told {
  readonly text: string;
  /** Why not all of it was done. */
  readonly problem?: string | undefined;
  /** It can take so long that users do not wait for it. */
  readonly isSlow?: boolean;
}

export interface ChangeNotice extends Told {
  /** Takes it back; absent where that is not possible. */
  readonly undo?: (() => Promise<Told>) | undefined;
}

/**
 * Says what was changed: briefly on success, otherwise with the reason, and with a button that takes it back if possible. Does not
 * wait for the button.
 */
export function tellChange({ text, problem, isSlow = false, undo }: ChangeNotice): void {
  const told = problem === undefined ? text : `${text} ${problem}`;
  if (undo !== undefined) {
    const show = problem === undefined ? window.showInformationMessage : window.showWarningMessage;
    void offerUndo(show(told, l10n.t('Undo')), undo);
  } else if (problem !== undefined) void window.showWarningMessage(told);
  else if (isSlow) void window.showInformationMessage(told);
  else window.setStatusBarMessage(told, 5_000);
}

/** Takes a change back, and says what is back, or why it is not, with a button for what can still be undone. */
export async function takeBack(undo: () => Promise<Told>): Promise<void> {
  try {
    tellChange(await undo());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void offerOthers(l10n.t('Nothing was undone. {0}', reason));
  }
}

async function offerUndo(shown: Thenable<string | undefined>, undo: () => Promise<Told>): Promise<void> {
  if ((await shown) !== undefined) await takeBack(undo);
}

async function offerOthers(text: string): Promise<void> {
  const show = l10n.t('Show What Can Be Undone');
  if ((await window.showWarningMessage(text, show)) === show) {
    await commands.executeCommand(COMMANDS.undoLastChange);
  }
}
