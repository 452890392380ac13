import {
  findEndpoint,
  listEndpointVariables,
  listServiceVariables,
  type Variables,
} from '../../broker/programs/endpointVariables.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { findUsedServices } from './findUsedServices.ts';
import type { GatewayAccess } from './gatewayAccess.ts';

export interface TerminalVariablesNeeds extends FindUserKeysNeeds {
  readonly session: Pick<BrokerClient, 'request' | 'start'>;
  /** Lets the terminals of this window call the gateway of a connection, by its name. Rejects with what is missing. */
  readonly openTerminalAccess: (connection: string) => Promise<GatewayAccess>;
  readonly log: { warn(message: string): void };
}

/** @returns the name of the connection that programs of this window are led to; undefined: the local broker */
export function readDebugConnection(settings: SettingsReader): string | undefined {
  const name = settings.read('debug.connection').trim();
  return name === '' ? undefined : name;
}

/**
 * The variables by which programs that are started from a shell find the broker, or the gateway of the connection that is chosen; it is
 * started when needed.
 */
export async function listTerminalVariables(needs: TerminalVariablesNeeds): Promise<Variables> {
  const connection = readDebugConnection(needs.settings);
  if (connection !== undefined) {
    const { info, keys } = await needs.openTerminalAccess(connection);
    return listEndpointVariables(info, keys, await listSurroundings(needs, info));
  }
  const info = await needs.session.start();
  const [keys, surroundings, used] = await Promise.all([
    findUserKeys(needs, info),
    listSurroundings(needs, info),
    findUsedServices(needs.session, (message) => needs.log.warn(message)),
  ]);
  return listEndpointVariables(info, keys, {
    ...listServiceVariables(findEndpoint(info), used),
    ...surroundings,
  });
}

/** By which a program trusts the endpoint, and calls it directly. */
async function listSurroundings(
  { paths }: TerminalVariablesNeeds,
  info: Pick<ReadyLine, 'authorityPath' | 'bundlePath'>,
): Promise<Readonly<Record<string, string>>> {
  // The shell most likely has the same environment as this process.
  const trust = await prepareTrust(info, { inherited: process.env, folder: paths.folder });
  return { ...trust, ...listProxyBypass([process.env]) };
}
