import type { Keys } from '../../../broker/connections/client/credentials.ts';
import { createKeySource } from '../../../broker/connections/client/keySource.ts';
import type { EndpointDefinition } from '../../../broker/connections/definition.ts';
import { findPlace } from '../../../broker/connections/place.ts';
import { KEEP_ALIVE } from '../../../broker/control/channel/keepAlive.ts';
import { Gateway, type GatewayOptions, type GatewayParts } from '../../../broker/gateway/gateway.ts';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import { systemSchedule } from '../../../broker/time/schedule.ts';

export const GATEWAY_TOKEN = 'gateway-token';

export interface TestGatewayOptions {
  readonly level?: ProtectionLevel;
  /** Of the connection; absent: those that emulators take. */
  readonly keys?: Keys;
  /** Only programs of launches may call. */
  readonly checksCallers?: boolean;
  readonly region?: string;
  readonly startsAgain?: boolean;
  readonly proxies?: GatewayOptions['proxies'];
  readonly parts?: Partial<GatewayParts>;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly info: GatewayInfo;
  readonly endpoint: string;
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** A gateway in this process. @param upstream URL of the endpoint that it forwards to */
export async function startGateway(
  upstream: string,
  {
    level = 'open',
    keys,
    checksCallers = false,
    region,
    startsAgain,
    proxies,
    parts,
  }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const definition: EndpointDefinition = {
    id: 'test',
    name: 'test',
    kind: 'endpoint',
    endpoint: upstream,
    queues: [],
    refreshSeconds: 60,
    ...(region !== undefined && { region }),
  };
  const place = findPlace(definition, [], {});
  if (typeof place === 'string') throw new Error(place);
  const log: string[] = [];
  const options: GatewayOptions = {
    definition,
    place,
    level,
    port: 0,
    tlsPort: 0,
    allowedHosts: [],
    startsAgain,
    proxies,
  };
  const given: GatewayParts = {
    createKeys: () =>
      createKeySource(definition, place, {
        readKeys: () => Promise.resolve(keys),
        environment: {},
        askMfaCode: () => Promise.reject(new Error('not asked')),
      }),
    schedule: systemSchedule,
    now: () => Date.now(),
    keepAlive: KEEP_ALIVE,
    token: GATEWAY_TOKEN,
    log: (line) => log.push(line),
    onStopRequested: () => undefined,
    ...parts,
  };
  const gateway = checksCallers
    ? await Gateway.create(options, given)
    : new Gateway(options, given, undefined);
  const info = await gateway.listen();
  return {
    gateway,
    info,
    endpoint: info.endpoint,
    log,
    async close() {
      const closed = gateway.close();
      gateway.endConnections();
      await closed;
    },
  };
}
