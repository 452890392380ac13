import { window } from 'vscode';
import { describeTerminal } from './terminalProfile.ts';
import type { TerminalVariablesNeeds } from './terminalVariables.ts';

/** Opens a terminal whose programs find the broker; other terminals stay as they are. */
export async function openTerminal(needs: TerminalVariablesNeeds): Promise<void> {
  window.createTerminal(await describeTerminal(needs)).show();
}
