import { type TerminalOptions, TerminalProfile, type TerminalProfileProvider, ThemeIcon } from 'vscode';
import {
  listTerminalVariables,
  readDebugConnection,
  type TerminalVariablesNeeds,
} from './terminalVariables.ts';

/** A terminal whose programs find the broker, or a gateway, which is started for it; other terminals stay as they are. */
export async function describeTerminal(needs: TerminalVariablesNeeds): Promise<TerminalOptions> {
  const connection = readDebugConnection(needs.settings);
  return {
    name: connection === undefined ? 'Queueside' : `Queueside: ${connection}`,
    iconPath: new ThemeIcon('inbox'),
    env: await listTerminalVariables(needs),
    isTransient: true,
  };
}

export function createTerminalProfiles(needs: TerminalVariablesNeeds): TerminalProfileProvider {
  return { provideTerminalProfile: async () => new TerminalProfile(await describeTerminal(needs)) };
}
