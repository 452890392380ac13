import { createUserEnvironment } from '../programs/childEnvironment.ts';
import {
  type KeyPair,
  listEndpointVariables,
  listServiceVariables,
  type UsedServices,
} from '../programs/endpointVariables.ts';
import { listProxyBypass } from '../programs/proxyBypass.ts';
import type { BrokerInfo } from '../protocol/broker.ts';

export interface ProcessEnvironmentOptions {
  /** That of the program that runs the pool. */
  readonly inherited: NodeJS.ProcessEnv;
  readonly broker: Pick<BrokerInfo, 'endpoint' | 'region' | 'account'>;
  readonly used: UsedServices;
  /** The name of its queue. */
  readonly queue: string;
  readonly credential: KeyPair;
}

/** The environment of a process of a pool: as a launch gets it, and `QUEUE_URL` with the URL of its queue. */
export function createProcessEnvironment({
  inherited,
  broker,
  used,
  queue,
  credential,
}: ProcessEnvironmentOptions): NodeJS.ProcessEnv {
  const { endpoint, account } = broker;
  return createUserEnvironment(
    inherited,
    listEndpointVariables(broker, credential, listProxyBypass([inherited])),
    listServiceVariables(endpoint, used),
    { QUEUE_URL: `${endpoint}/${account}/${queue}` },
  );
}
