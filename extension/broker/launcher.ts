import { randomBytes } from 'node:crypto';
import type { Lease } from './lease.ts';
import {
  type BrokerProcess,
  type BrokerProcessOptions,
  BrokerStartError,
  startBrokerProcess,
} from './process.ts';

/** Options of a start that the settings decide; read anew for each start. */
export type LaunchSettings = Pick<
  BrokerProcessOptions,
  | 'port'
  | 'region'
  | 'limits'
  | 'purgeInterval'
  | 'recreateInterval'
  | 'data'
  | 'durability'
  | 'bodyMemoryMiB'
>;

export interface LauncherOptions {
  readonly script: string;
  readonly executable: string;
  readonly readSettings: () => LaunchSettings;
  readonly log: (line: string) => void;
  /** The preferred port was taken: called once per launcher, when the broker serves on another one. */
  readonly onPortTaken: (preferredPort: number, endpoint: string) => void;
}

/** Starts brokers for this window and remembers the one that it started. */
export class BrokerLauncher {
  readonly #options: LauncherOptions;
  #process: BrokerProcess | undefined;
  #noticed = false;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  /**
   * Starts a broker on the preferred port, or on a free one when that is taken.
   * @throws BrokerStartError
   */
  async launch(): Promise<Lease> {
    const token = randomBytes(32).toString('base64url');
    const settings = this.#options.readSettings();
    let process: BrokerProcess;
    try {
      process = await this.#start(token, settings);
    } catch (error) {
      if (!(error instanceof BrokerStartError && error.kind === 'portInUse')) throw error;
      process = await this.#start(token, { ...settings, port: 0 });
      if (!this.#noticed) this.#options.onPortTaken(settings.port, process.ready.endpoint);
      this.#noticed = true;
    }
    this.#remember(process);
    const { pid, endpoint, control, protocol } = process.ready;
    return { pid, endpoint, control, token, protocol };
  }

  /** Ends the broker that this window started and waits until it has; returns at once when there is none. */
  async end(): Promise<void> {
    await this.#process?.kill();
  }

  #start(token: string, settings: LaunchSettings): Promise<BrokerProcess> {
    const { script, executable, log } = this.#options;
    return startBrokerProcess({ script, executable, log, token, host: '127.0.0.1', ...settings });
  }

  #remember(process: BrokerProcess): void {
    this.#process = process;
    void process.exited.then((how) => {
      this.#options.log(`The broker (process ${process.ready.pid}) ended with ${how}.`);
      if (this.#process === process) this.#process = undefined;
    });
  }
}
