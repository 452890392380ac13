import {
  findEndpoint,
  listEndpointVariables,
  listServiceVariables,
  type Variables,
} from '../../broker/programs/endpointVariables.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import { findUsedServices } from './findUsedServices.ts';

export interface TerminalVariablesNeeds extends FindUserKeysNeeds {
  readonly session: Pick<BrokerClient, 'request'>;
  readonly log: { warn(message: string): void };
}

/** The variables by which programs that are started from a shell find the broker. */
export async function listTerminalVariables(
  needs: TerminalVariablesNeeds,
  info: BrokerInfo,
): Promise<Variables> {
  const { folder } = needs.paths;
  const [keys, trust, used] = await Promise.all([
    findUserKeys(needs, info),
    // The shell most likely has the same environment as this process.
    prepareTrust(info, { inherited: process.env, folder }),
    findUsedServices(needs.session, (message) => needs.log.warn(message)),
  ]);
  return listEndpointVariables(info, keys, {
    ...listServiceVariables(findEndpoint(info), used),
    ...trust,
    ...listProxyBypass([process.env]),
  });
}
