import { listEndpointVariables, type Variables } from '../../broker/programs/endpointVariables.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';

/** The variables by which programs that are started from a shell find the broker. */
export async function listTerminalVariables(needs: FindUserKeysNeeds, info: BrokerInfo): Promise<Variables> {
  const { folder } = needs.paths;
  const [keys, trust] = await Promise.all([
    findUserKeys(needs, info),
    // The shell most likely has the same environment as this process.
    prepareTrust(info, { inherited: process.env, folder }),
  ]);
  return listEndpointVariables(info, keys, { ...trust, ...listProxyBypass([process.env]) });
}
