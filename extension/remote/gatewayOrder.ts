import type { Keys } from '../../broker/connections/client/credentials.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { Order } from '../../broker/gateway/order.ts';
import type { ProtectionLevel } from '../../broker/protection/protectionLevel.ts';

/** What a gateway has to know about its connection; the rest of its order is that of any start. */
export type GatewayOrder = Pick<Order, 'connection' | 'place' | 'level' | 'keys' | 'environment'>;

/** What the SDK reads of the AWS settings of the environment, whatever the kind of the connection. */
const FILE_VARIABLES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const;

/**
 * @param keys that the user entered for an endpoint
 * @param environment of the editor; only the kind `environment` gets its keys
 */
export function writeGatewayOrder(
  definition: ConnectionDefinition,
  place: Place,
  level: ProtectionLevel,
  keys: Keys | undefined,
  environment: NodeJS.ProcessEnv,
): GatewayOrder {
  const { id, name, kind } = definition;
  const isPassed = (variable: string) =>
    kind === 'environment'
      ? variable.startsWith('AWS_')
      : kind === 'profile' && FILE_VARIABLES.some((each) => each === variable);
  const passed = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassed(entry[0]),
  );
  return {
    connection: { id, name, kind } as ConnectionDefinition,
    place,
    level,
    ...(keys !== undefined && { keys }),
    ...(passed.length > 0 && { environment: Object.fromEntries(passed) }),
  };
}
