import type { PlaceView } from '../../webview/protocol.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';

/** What a page gets to know of a connection to another endpoint; undefined for the local broker. */
export function describePlace({ id, name, remote }: Connection): PlaceView | undefined {
  if (remote === undefined) return undefined;
  const { level, color, state, problem } = remote;
  return {
    id,
    name,
    level,
    state,
    ...(color !== undefined && { color }),
    ...(state === 'failed' && problem !== undefined && { problem }),
  };
}

/** Connects because a page asks for it. What goes wrong is in the state. */
export async function connectPlace(connections: Connections, connectionId: string): Promise<void> {
  await connections.find(connectionId)?.remote?.listAgain();
}
