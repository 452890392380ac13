import { CONTROL_PATH } from '../control/channel/admission.ts';
import type { HttpsEndpoint } from '../assembly/brokerParts.ts';
import type { ConnectionDefinition } from '../connections/definition.ts';
import type { Place } from '../connections/place.ts';
import type { ProtectionLevel } from '../protection/protectionLevel.ts';
import { BROKER_VERSION } from '../protocol/brokerVersion.ts';
import type { GatewayInfo } from '../protocol/gateway.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';

/**
 * @param ports of HTTP and, if it is served, of HTTPS
 * @param startedAt epoch ms
 */
export function describeGateway(
  { id, name }: ConnectionDefinition,
  { endpoint, region }: Place,
  level: ProtectionLevel,
  secure: HttpsEndpoint | undefined,
  [port, securePort]: readonly (number | undefined)[],
  startedAt: number,
): GatewayInfo {
  return {
    event: 'ready',
    endpoint: `http://127.0.0.1:${port}`,
    control: `ws://127.0.0.1:${port}${CONTROL_PATH}`,
    ...(secure === undefined || securePort === undefined
      ? undefined
      : {
          secureEndpoint: `https://127.0.0.1:${securePort}`,
          authorityPath: secure.authorityPath,
          bundlePath: secure.bundlePath,
        }),
    pid: process.pid,
    protocol: PROTOCOL_VERSION,
    version: BROKER_VERSION,
    connectionId: id,
    name,
    upstream: endpoint,
    region,
    level,
    startedAt,
  };
}
