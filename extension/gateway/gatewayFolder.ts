import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { GatewayOrder } from '../remote/gatewayOrder.ts';

/**
 * Where all windows of this user find the lease of a connection's gateway. One for each place and each environment: windows that were
 * started with other keys must not share it.
 * @param workspaceFolder of the broker of this workspace
 */
export function nameGatewayFolder(
  workspaceFolder: string,
  { connection, place, environment }: GatewayOrder,
): string {
  const identity = JSON.stringify([connection, place, environment]);
  const digest = createHash('sha256').update(identity).digest('hex');
  return join(dirname(workspaceFolder), `gateway-${digest.slice(0, 16)}`);
}
