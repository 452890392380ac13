import { AWS_FILE_VARIABLES } from '../../broker/connections/awsFiles.ts';
import type { Keys } from '../../broker/connections/client/credentials.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { Order } from '../../broker/gateway/order.ts';
import type { ProtectionLevel } from '../../broker/protection/protectionLevel.ts';

/** What a gateway has to know about its connection; the rest of its order is that of any start. */
export type GatewayOrder = Pick<
  Order,
  'connection' | 'place' | 'account' | 'level' | 'keys' | 'environment' | 'proxy' | 'noProxy'
>;

/**
 * @param keys that the user entered for an endpoint
 * @param environment of the editor; only the kind `environment` gets its keys
 * @param account whose the keys of the connection are
 * @param proxy of the settings of the editor
 */
export function writeGatewayOrder(
  definition: ConnectionDefinition,
  place: Place,
  level: ProtectionLevel,
  keys: Keys | undefined,
  environment: NodeJS.ProcessEnv,
  account: string | undefined,
  proxy: Pick<Order, 'proxy' | 'noProxy'>,
): GatewayOrder {
  const { id, name, kind } = definition;
  const isPassed = (variable: string) =>
    kind === 'environment'
      ? variable.startsWith('AWS_')
      : kind === 'profile' && AWS_FILE_VARIABLES.some((each) => each === variable);
  const passed = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassed(entry[0]),
  );
  return {
    connection: { id, name, kind } as ConnectionDefinition,
    place,
    level,
    ...(account !== undefined && { account }),
    ...proxy,
    ...(keys !== undefined && { keys }),
    ...(passed.length > 0 && { environment: Object.fromEntries(passed) }),
  };
}
