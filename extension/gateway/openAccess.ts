import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { KeyPair } from '../../broker/programs/endpointVariables.ts';
import { createAccessKeyId } from '../../broker/protocol/accessKeyId.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { GatewayAccess } from '../launch/gatewayAccess.ts';
import type { Gateways } from './gateways.ts';

interface Needs {
  readonly connections: Pick<Connections, 'all'>;
  readonly gateways: Gateways;
}

/** Lets a launch in. Rejects with what is missing. @param connection its name; @param program for the trace */
export async function openLaunchAccess(
  { connections, gateways }: Needs,
  connection: string,
  program: string,
): Promise<GatewayAccess> {
  const { id } = findConnection(connections, connection);
  const session = await gateways.open(id);
  const keys = createKeys();
  await session.consumers.add(keys.accessKeyId, program, keys.secretAccessKey, '');
  return { connectionId: id, info: await session.client.start(), keys };
}

/** Lets the terminals of this window in, which all have the same keys. Rejects with what is missing. */
export async function openTerminalAccess(
  { connections, gateways }: Needs,
  connection: string,
): Promise<GatewayAccess> {
  const { id } = findConnection(connections, connection);
  const session = await gateways.open(id);
  const keys = await session.letTerminalsIn(createKeys);
  return { connectionId: id, info: await session.client.start(), keys };
}

/** @throws Error with what to do */
function findConnection({ all }: Pick<Connections, 'all'>, name: string): Connection {
  const connection = all.find((each) => each.name === name && each.remote !== undefined);
  if (connection !== undefined) return connection;
  throw new Error(
    l10n.t(
      'No connection is named “{0}”. Choose another one with “Debug Against…” in the menu of the status bar, or add it to queueside.connections.',
      name,
    ),
  );
}

function createKeys(): KeyPair {
  return {
    accessKeyId: createAccessKeyId(randomBytes(17)),
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
