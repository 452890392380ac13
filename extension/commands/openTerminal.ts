import { ThemeIcon, window } from 'vscode';
import type { Services } from '../services.ts';
import { findUserKeys } from '../security/findUserKeys.ts';
import { listEndpointVariables, TRUST_VARIABLES } from './shellExports.ts';

/** Opens a terminal whose programs find the broker; other terminals stay as they are. */
export async function openTerminal(services: Services): Promise<void> {
  const info = await services.session.start();
  const variables = listEndpointVariables(info, await findUserKeys(services, info));
  // What the user's programs trust already is not replaced.
  for (const name of TRUST_VARIABLES) if (process.env[name] !== undefined) delete variables[name];
  window
    .createTerminal({
      name: 'Queueside',
      iconPath: new ThemeIcon('inbox'),
      env: variables,
      isTransient: true,
    })
    .show();
}
