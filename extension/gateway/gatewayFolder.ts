import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { GatewayOrder } from '../remote/gatewayOrder.ts';

/**
 * Where all windows of this user find the lease of a connection's gateway. One for each place, each environment and each access key that
 * was entered: windows with other keys must not share it, also right after the user has changed them.
 * @param workspaceFolder of the broker of this workspace
 */
export function nameGatewayFolder(
  workspaceFolder: string,
  { connection, place, environment, keys }: GatewayOrder,
): string {
  const identity = JSON.stringify([connection, place, environment, keys?.accessKeyId]);
  const digest = createHash('sha256').update(identity).digest('hex');
  return join(dirname(workspaceFolder), `gateway-${digest.slice(0, 16)}`);
}
