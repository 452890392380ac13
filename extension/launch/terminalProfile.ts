import { type TerminalOptions, TerminalProfile, type TerminalProfileProvider, ThemeIcon } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { listTerminalVariables, type TerminalVariablesNeeds } from './terminalVariables.ts';

export interface TerminalNeeds extends TerminalVariablesNeeds {
  readonly session: BrokerClient;
}

/** A terminal whose programs find the broker, which is started for it; other terminals stay as they are. */
export async function describeTerminal(needs: TerminalNeeds): Promise<TerminalOptions> {
  const info = await needs.session.start();
  return {
    name: 'Queueside',
    iconPath: new ThemeIcon('inbox'),
    env: await listTerminalVariables(needs, info),
    isTransient: true,
  };
}

export function createTerminalProfiles(needs: TerminalNeeds): TerminalProfileProvider {
  return { provideTerminalProfile: async () => new TerminalProfile(await describeTerminal(needs)) };
}
