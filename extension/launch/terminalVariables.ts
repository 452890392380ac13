import {
  findEndpoint,
  listEndpointVariables,
  type Variables,
} from '../../broker/programs/endpointVariables.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import { hasAlarms } from './hasAlarms.ts';

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
  const [keys, trust, findsCloudWatch] = await Promise.all([
    findUserKeys(needs, info),
    // The shell most likely has the same environment as this process.
    prepareTrust(info, { inherited: process.env, folder }),
    hasAlarms(needs.session, (message) => needs.log.warn(message)),
  ]);
  return listEndpointVariables(info, keys, {
    ...(findsCloudWatch ? { AWS_ENDPOINT_URL_CLOUDWATCH: findEndpoint(info) } : {}),
    ...trust,
    ...listProxyBypass([process.env]),
  });
}
