import { window } from 'vscode';
import { describeTerminal, type TerminalNeeds } from './terminalProfile.ts';

/** Opens a terminal whose programs find the broker; other terminals stay as they are. */
export async function openTerminal(needs: TerminalNeeds): Promise<void> {
  window.createTerminal(await describeTerminal(needs)).show();
}
