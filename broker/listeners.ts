import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** The servers of a broker, which begin and end together. */
export class Listeners {
  private readonly servers: readonly (Server | SecureServer)[];
  private readonly log: (line: string) => void;

  constructor(servers: readonly (Server | SecureServer)[], log: (line: string) => void) {
    this.servers = servers;
    this.log = log;
  }

  /**
   * Starts all of them, or none.
   * @param ports one for each; 0 takes any that is free
   * @returns the ports that they have. Rejects with Node's error when an address cannot be had.
   */
  async listen(host: string, ports: readonly number[]): Promise<number[]> {
    const taken: number[] = [];
    try {
      for (const [index, server] of this.servers.entries()) {
        taken.push(await this.bind(server, host, ports[index] ?? 0));
      }
    } catch (error) {
      for (const server of this.servers) server.close();
      throw error;
    }
    return taken;
  }

  /** Takes no new connections. @returns when the last one has ended */
  async close(): Promise<void> {
    const closed = this.servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
        }),
    );
    await Promise.all(closed);
  }

  closeIdleConnections(): void {
    for (const server of this.servers) server.closeIdleConnections();
  }

  closeAllConnections(): void {
    for (const server of this.servers) server.closeAllConnections();
  }

  private async bind(server: Server | SecureServer, host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', (error) => this.log(`server: ${error.message}`));
    return (server.address() as AddressInfo).port;
  }
}
