import type { GatewayUse } from './gatewayUse.ts';

/** Where the calls of a gateway go: account, region and level of its connection, and the address. */
export function describePlaceOf({ connection, client }: GatewayUse): readonly string[] {
  const { remote } = connection;
  return [
    ...(remote === undefined ? [] : [remote.description]),
    ...(client.state.kind === 'running' ? [client.state.info.upstream] : []),
  ];
}

/** Where an address is, as short as it can be told: the region of Amazon SQS, or host and port. */
export function shortenAddress(address: string, region: string): string {
  const { host, hostname } = new URL(address);
  return /\.amazonaws\.com(\.cn)?$/.test(hostname) ? region : host;
}
