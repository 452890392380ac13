import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { isServing, LEASE_FILE, readLease } from './lease.ts';
import type { BrokerClient } from './brokerClient.ts';

export interface LeaseWatchOptions {
  readonly session: BrokerClient;
  /** Holds the lease. */
  readonly folder: string;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** Attaches this window when another window of the same workspace starts the broker. */
export class LeaseWatch {
  readonly #options: LeaseWatchOptions;
  #watcher: FSWatcher | undefined;
  #isDisposed = false;

  constructor(options: LeaseWatchOptions) {
    this.#options = options;
    this.#watch().catch((error: unknown) => {
      options.log.warn(`Another window's broker will only be found by a command: ${String(error)}`);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
  }

  async #watch(): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (this.#isDisposed) return;
    // Without the name of the file (some systems leave it out), every change in the folder is looked at.
    this.#watcher = watch(folder, { persistent: false }, (_change, name) => {
      if (name === null || name === LEASE_FILE) void this.#attach();
    });
    this.#watcher.on('error', () => this.#watcher?.close());
    await this.#attach();
  }

  async #attach(): Promise<void> {
    const { session, folder, log } = this.#options;
    if (session.state.kind !== 'stopped') return;
    const lease = await readLease(folder);
    // A lease that a dead broker left behind is no reason to start one.
    if (!lease || !(await isServing(lease))) return;
    if (this.#isDisposed || session.state.kind !== 'stopped') return;
    log.info('Another window has started the broker.');
    // A failure shows as the broker's state.
    await session.start().catch(() => undefined);
  }
}
