import type { ConnectionPorts, UpstreamConnection } from './upstreamConnection.ts';

const MAXIMUM_COUNT = 64;
/** Servers close idle connections after this or more; a request that meets such an end would fail. */
const IDLE_MS = 15_000;
/** A request that leaves in the last second of a connection could come too late. */
const MARGIN_MS = 1_000;
const SWEEP_MS = 5_000;

/** Connections that wait for a call, the one that was used last in front. */
export class IdleConnections implements ConnectionPorts {
  private readonly connections: UpstreamConnection[] = [];
  private sweeping: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @returns one that can be used now */
  take(): UpstreamConnection | undefined {
    const now = performance.now();
    for (let last = this.connections.pop(); last !== undefined; last = this.connections.pop()) {
      if (last.isOpen && last.usableUntil > now) return last;
      last.destroy();
    }
    return undefined;
  }

  onIdle(connection: UpstreamConnection, keepSeconds: number | undefined): void {
    const keepMs = Math.min(IDLE_MS, (keepSeconds ?? Infinity) * 1_000 - MARGIN_MS);
    if (this.isClosed || keepMs <= 0 || this.connections.length >= MAXIMUM_COUNT) {
      connection.destroy();
      return;
    }
    connection.usableUntil = performance.now() + keepMs;
    this.connections.push(connection);
    this.sweeping ??= setTimeout(() => this.sweep(), SWEEP_MS).unref();
  }

  onClosed(connection: UpstreamConnection): void {
    const place = this.connections.indexOf(connection);
    if (place !== -1) this.connections.splice(place, 1);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.sweeping);
    for (const connection of this.connections.splice(0)) connection.destroy();
  }

  private sweep(): void {
    const now = performance.now();
    for (const connection of this.connections.filter(({ usableUntil }) => usableUntil <= now)) {
      this.onClosed(connection);
      connection.destroy();
    }
    this.sweeping =
      this.connections.length === 0 ? undefined : setTimeout(() => this.sweep(), SWEEP_MS).unref();
  }
}
