import type { DebugConfiguration } from 'vscode';
import type { KeyPair } from '../../broker/programs/endpointVariables.ts';
import type { GatewayInfo } from '../../broker/protocol/gateway.ts';
import { readEnvironment } from './environment.ts';

/** What a program needs to call the endpoint of a connection through its gateway. */
export interface GatewayAccess {
  readonly connectionId: string;
  readonly info: Pick<GatewayInfo, 'endpoint' | 'secureEndpoint' | 'authorityPath' | 'bundlePath' | 'region'>;
  /** Only of this program: the gateway knows it by them, and no one else has them. */
  readonly keys: KeyPair;
}

/**
 * Starts the gateway of a connection when needed, and lets a program in. Rejects with what is missing, for people.
 * @param connection its name
 * @param program what to call it in the trace
 */
export type OpenGatewayAccess = (connection: string, program: string) => Promise<GatewayAccess>;

/** In a launch configuration, it says what `queueside.debug.connection` says for all; empty: the local broker. */
const CONNECTION_VARIABLE = 'QUEUESIDE_CONNECTION';

/**
 * @param fileVariables of the configuration's `envFile`
 * @param setting that applies where the configuration says nothing
 * @returns the name of the connection that a launch is for; undefined: the local broker
 */
export function chooseConnection(
  configuration: DebugConfiguration,
  fileVariables: Readonly<Record<string, string>>,
  setting: string,
): string | undefined {
  const said = readEnvironment(configuration)[CONNECTION_VARIABLE] ?? fileVariables[CONNECTION_VARIABLE];
  const name = (typeof said === 'string' ? said : setting).trim();
  return name === '' ? undefined : name;
}
