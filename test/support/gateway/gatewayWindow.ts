// Bundled with a fake VS Code by loadWindowCode.mjs, for this process or one of its own.
import { join, resolve } from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Connection, RemotePlace } from '../../../extension/connections/connection.ts';
import { Connections } from '../../../extension/connections/connections.ts';
import { Gateways } from '../../../extension/gateway/gateways.ts';
import { openLaunchAccess } from '../../../extension/gateway/openAccess.ts';
import type { Schedule } from '../../../extension/ground/schedule.ts';
import type { GatewayOrder } from '../../../extension/remote/gatewayOrder.ts';
import { attendGateway } from '../../../extension/remote/programs/attend.ts';
import { tellEnded } from '../../../extension/remote/programs/tellEnded.ts';
import type { GatewayUse } from '../../../extension/remote/programs/gatewayUse.ts';
import { EventEmitter, window } from 'vscode';
import { MemoryConnection } from '../connections/memoryConnection.ts';

export { UNUSED_MS } from '../../../extension/gateway/gatewaySession.ts';

export interface GatewayWindowOptions {
  /** Absolute path of the program that is started as the gateway. */
  readonly script: string;
  /** Of the broker of the workspace. */
  readonly folder: string;
  readonly order: GatewayOrder;
  /** Absent: real time. */
  readonly schedule?: Schedule;
}

/** What a window has of one connection and its gateway, without an editor. */
export function openGatewayWindow({ script, folder, order, schedule }: GatewayWindowOptions) {
  const { id, name } = order.connection;
  const log: string[] = [];
  const note = (text: unknown) => log.push(String(text));
  const remote = { level: order.level, waitsForUser: false, description: '' };
  const memory = new MemoryConnection(id, []);
  const connection: Connection = Object.assign(memory, { name, remote: remote as unknown as RemotePlace });
  const connections = new Connections(new MemoryConnection('local', []), () => new EventEmitter<void>());
  const entry = connections.add(connection);
  /** How often a gateway was ordered by this window. */
  let orders = 0;
  const readOrder = (): GatewayOrder => ({ ...order, level: remote.level });
  let nextOrder = readOrder;
  const gateways = new Gateways({
    connections,
    ...(schedule && { schedule }),
    context: {
      asAbsolutePath: (path: string) =>
        path === join('dist', 'gateway.js') ? script : resolve('out', 'plainControlClient.cjs'),
    } as unknown as ExtensionContext,
    settings: {
      read: (key: string) => (key === 'allowedHosts' ? [] : key === 'debug.hold' ? true : 'off'),
    } as never,
    folder,
    log: { info: note, warn: note, error: note, debug: note } as unknown as LogOutputChannel,
    loadRemote: () =>
      ({
        connections: {
          orderGateway: async () => {
            orders += 1;
            const write = nextOrder;
            nextOrder = readOrder;
            return write();
          },
        },
        attend: (use: GatewayUse) => attendGateway(use, { warn: note }),
        tellEnded,
      }) as never,
  });
  return {
    gateways,
    log,
    said: (window as unknown as { readonly said: string[] }).said,
    open: () => gateways.open(id),
    launch: (program: string) => openLaunchAccess({ connections, gateways }, name, program),
    remote,
    /** As if its state changed. */
    changeState: () => memory.setOpen(true),
    /** As if the entry of the setting were deleted. */
    remove: () => entry.dispose(),
    get orders() {
      return orders;
    },
    /** @param write what the next gateway is ordered with */
    orderOnce: (write: () => GatewayOrder) => {
      nextOrder = write;
    },
  };
}

export type GatewayWindow = ReturnType<typeof openGatewayWindow>;
