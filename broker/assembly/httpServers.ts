import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { type AddressInfo, createServer, type Server as SocketServer, type Socket } from 'node:net';
import { isMissingAddress } from './addresses.ts';

type WebServer = Server | SecureServer;

/** Ports that the second address may refuse before the broker gives up, when any free one will do. */
const MAXIMUM_TRIES = 10;

/** The servers of a broker, which begin and end together. */
export class HttpServers {
  private readonly servers: readonly WebServer[];
  private readonly log: (line: string) => void;
  /** Take connections at further addresses and hand them to the servers. */
  private readonly doors: SocketServer[] = [];

  constructor(servers: readonly WebServer[], log: (line: string) => void) {
    this.servers = servers;
    this.log = log;
  }

  /**
   * Starts all of them, or none.
   * @param addresses each server listens on all of them, on one port; those after the first are left out where the
   * machine does not have them
   * @param ports one for each server; 0 takes any that is free
   * @returns the ports that they have. Rejects with Node's error if an address cannot be bound.
   */
  async listen(addresses: readonly [string, ...string[]], ports: readonly number[]): Promise<number[]> {
    const taken: number[] = [];
    try {
      for (const [index, server] of this.servers.entries()) {
        taken.push(await this.bindAll(server, addresses, ports[index] ?? 0));
      }
    } catch (error) {
      for (const server of [...this.servers, ...this.doors]) server.close();
      throw error;
    }
    for (const server of [...this.servers, ...this.doors]) {
      server.on('error', (error) => this.log(`server: ${error.message}`));
    }
    return taken;
  }

  /** Takes no new connections. @returns when the last one has ended */
  async close(): Promise<void> {
    await Promise.all([...this.servers, ...this.doors].map(closeServer));
  }

  closeIdleConnections(): void {
    for (const server of this.servers) server.closeIdleConnections();
  }

  closeAllConnections(): void {
    for (const server of this.servers) server.closeAllConnections();
  }

  private async bindAll(
    server: WebServer,
    [first, ...others]: readonly [string, ...string[]],
    wanted: number,
  ): Promise<number> {
    for (let triesLeft = MAXIMUM_TRIES; ; triesLeft--) {
      const port = await bind(server, first, wanted);
      const doors: SocketServer[] = [];
      try {
        for (const address of others) {
          const door = await openDoor(server, address, port);
          if (door !== undefined) doors.push(door);
        }
        this.doors.push(...doors);
        return port;
      } catch (error) {
        // Another program has this port at the other address: with any free one, there are others.
        const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        await Promise.all([server, ...doors].map(closeServer));
        if (wanted !== 0 || !isTaken || triesLeft === 0) throw error;
      }
    }
  }
}

/** Undefined where the machine does not have the address. */
async function openDoor(server: WebServer, address: string, port: number): Promise<SocketServer | undefined> {
  // As the servers' own: a client that has sent all may still read.
  const door = createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true }, (socket: Socket) => {
    server.emit('connection', socket);
  });
  door.maxConnections = server.maxConnections;
  try {
    await bind(door, address, port);
    return door;
  } catch (error) {
    if (isMissingAddress(error as NodeJS.ErrnoException)) return undefined;
    throw error;
  }
}

async function bind(server: WebServer | SocketServer, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Also one that does not listen. */
function closeServer(server: WebServer | SocketServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
