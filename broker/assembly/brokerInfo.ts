import type { BrokerParts } from './brokerParts.ts';
import type { BrokerConfig } from '../process/config.ts';
import { CONTROL_PATH } from '../control/channel/admission.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { BROKER_VERSION } from '../protocol/brokerVersion.ts';

/** What is known of a broker once it is ready. */
export interface ServingFacts {
  readonly port: number;
  /** Of HTTPS, where that is served. */
  readonly securePort: number | undefined;
  /** Epoch ms on the broker's clock. */
  readonly startedAt: number;
  readonly maximumMessageBytes: number;
}

/** The information that clients get about a broker, also in the ready line. */
export function describeBroker(
  { host, region, account, limits, auth }: BrokerConfig,
  { secure, journal }: Pick<BrokerParts, 'secure' | 'journal'>,
  { port, securePort, startedAt, maximumMessageBytes }: ServingFacts,
): BrokerInfo {
  const name = reachableHost(host);
  return {
    event: 'ready',
    endpoint: `http://${name}:${port}`,
    control: `ws://${name}:${port}${CONTROL_PATH}`,
    ...(secure === undefined || securePort === undefined
      ? undefined
      : {
          secureEndpoint: `https://${name}:${securePort}`,
          authorityPath: secure.authorityPath,
          bundlePath: secure.bundlePath,
        }),
    pid: process.pid,
    protocol: PROTOCOL_VERSION,
    version: BROKER_VERSION,
    region,
    account,
    startedAt,
    limits,
    maximumMessageBytes,
    auth,
    ...(journal === undefined ? undefined : { isEncrypted: journal.encryption.isOn }),
  };
}

/** The host to name in URLs: one address of those that a name has. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
