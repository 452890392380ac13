import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../../extension/connections/capabilities.ts';
import { makeQueue } from '../webviewSamples.ts';
import { type ConnectionWorld, createConnectionWorld } from './connectionWorld.ts';
import { MemoryConnection } from './memoryConnection.ts';

/** A folder for files of messages, and a connection with the queues `orders` and `orders.fifo`. */
export class FileTrips {
  readonly folder = mkdtempSync(join(tmpdir(), 'queueside-trips-'));
  readonly world: ConnectionWorld;
  readonly place: MemoryConnection;

  private constructor(world: ConnectionWorld, can: Partial<Capabilities>) {
    this.world = world;
    const orders = { ...makeQueue('orders'), counts: { visible: 2, inFlight: 1, delayed: 0 } };
    this.place = new MemoryConnection('able', [orders, makeQueue('orders.fifo', 0, 'fifo')], can);
    world.connections.add(this.place);
  }

  static async open(can: Partial<Capabilities>): Promise<FileTrips> {
    return new FileTrips(await createConnectionWorld(), can);
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The next file dialog comes to this file. */
  choose(name: string): void {
    this.world.window.file = { scheme: 'file', fsPath: this.path(name), path: this.path(name) };
  }

  /** Runs a command on a queue, whose file dialog comes to this file, until it has said what it did. */
  async run(command: string, name: string, queue = 'orders'): Promise<void> {
    this.choose(name);
    await this.world.run(command, { connectionId: 'able', arn: makeQueue(queue).arn });
    await this.settle();
  }

  /** What follows a command without being waited for: promises only. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
