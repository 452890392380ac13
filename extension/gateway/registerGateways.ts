import type { GatewayAccess, OpenGatewayAccess } from '../launch/gatewayAccess.ts';
import { Gateways, type GatewaysOptions } from './gateways.ts';
import { openLaunchAccess, openTerminalAccess } from './openAccess.ts';

export interface GatewayServices {
  /** Between programs and the endpoints of connections. */
  readonly gateways: Gateways;
  readonly openLaunchAccess: OpenGatewayAccess;
  /** For the terminals of this window, by the name of the connection. */
  readonly openTerminalAccess: (connection: string) => Promise<GatewayAccess>;
}

/** Starts nothing: gateways start with the first program that is led to one. */
export function registerGateways(options: GatewaysOptions): GatewayServices {
  const gateways = new Gateways(options);
  const { connections } = options;
  return {
    gateways,
    openLaunchAccess: (connection, program) =>
      openLaunchAccess({ connections, gateways }, connection, program),
    openTerminalAccess: (connection) => openTerminalAccess({ connections, gateways }, connection),
  };
}
