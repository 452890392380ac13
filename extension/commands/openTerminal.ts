import { ThemeIcon, window } from 'vscode';
import type { Services } from '../services.ts';
import { listEndpointVariables } from './shellExports.ts';

/** Opens a terminal whose programs find the broker; other terminals stay as they are. */
export async function openTerminal({ session }: Services): Promise<void> {
  const { endpoint, region } = await session.start();
  window
    .createTerminal({
      name: 'Queueside',
      iconPath: new ThemeIcon('inbox'),
      env: listEndpointVariables(endpoint, region),
      isTransient: true,
    })
    .show();
}
