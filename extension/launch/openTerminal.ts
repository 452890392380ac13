import { ThemeIcon, window } from 'vscode';
import { listProxyBypass } from '../broker/proxyBypass.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import { listEndpointVariables } from './shellExports.ts';

interface Needs extends FindUserKeysNeeds {
  readonly session: BrokerClient;
}

/** Opens a terminal whose programs find the broker; other terminals stay as they are. */
export async function openTerminal(services: Needs): Promise<void> {
  const info = await services.session.start();
  const { folder } = services.paths;
  const [keys, trust] = await Promise.all([
    findUserKeys(services, info),
    prepareTrust(info, { inherited: process.env, folder }),
  ]);
  window
    .createTerminal({
      name: 'Queueside',
      iconPath: new ThemeIcon('inbox'),
      env: listEndpointVariables(info, keys, { ...trust, ...listProxyBypass([process.env]) }),
      isTransient: true,
    })
    .show();
}
