import { randomBytes } from 'node:crypto';
import type { Lease } from './lease.ts';
import type { ServerLauncher } from './languageClientTransport.ts';
import { type BrokerProcessOptions, startBrokerProcess } from './process.ts';
import { type ServerProcess, ServerStartError } from './serverProcess.ts';

/** Options of a start that come from the settings; read again for each start. */
export type LaunchSettings = Pick<
  BrokerProcessOptions,
  | 'port'
  | 'region'
  | 'limits'
  | 'purgeInterval'
  | 'recreateInterval'
  | 'openMetrics'
  | 'data'
  | 'durability'
  | 'bodyMemoryMiB'
  | 'maxMemoryMiB'
  | 'auth'
  | 'credentials'
  | 'tls'
  | 'allowedHosts'
>;

export interface LauncherOptions {
  readonly script: string;
  readonly executable: string;
  readonly readSettings: () => LaunchSettings;
  /** Keys that may open the data folder, the likeliest first; undefined means no key. */
  readonly listMasterKeys: () => Promise<readonly (string | undefined)[]>;
  /** Called before a start that wants the credential file. */
  readonly prepareCredentials: () => Promise<void>;
  readonly log: (line: string) => void;
  /** The preferred port was taken: called once per launcher, when the broker serves on another one. */
  readonly onPortTaken: (preferredPort: number, endpoint: string) => void;
  /** The data folder cannot be written to, so the broker keeps its messages in memory: called once per launcher. */
  readonly onMemoryOnly: (reason: string) => void;
}

/** Starts brokers for this window and remembers the one that it started. */
export class BrokerLauncher implements ServerLauncher {
  readonly #options: LauncherOptions;
  #process: ServerProcess | undefined;
  #noticed = false;
  #hasToldOfMemory = false;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  /**
   * Starts a broker on the preferred port, or on a free one when that is taken.
   * @throws ServerStartError
   */
  async launch(): Promise<Lease> {
    const token = randomBytes(32).toString('base64url');
    const settings = this.#options.readSettings();
    if (settings.auth !== 'off') await this.#options.prepareCredentials();
    const process = await this.#startOnSomePort(token, settings);
    this.#remember(process);
    const { pid, endpoint, control, protocol } = process.ready;
    return { pid, endpoint, control, token, protocol };
  }

  async #startOnSomePort(token: string, settings: LaunchSettings): Promise<ServerProcess> {
    try {
      return await this.#startOnSomeFolder(token, settings);
    } catch (error) {
      if (!(error instanceof ServerStartError && error.kind === 'portInUse')) throw error;
      const process = await this.#startOnSomeFolder(token, { ...settings, port: 0 });
      if (!this.#noticed) this.#options.onPortTaken(settings.port, process.ready.endpoint);
      this.#noticed = true;
      return process;
    }
  }

  /** A read-only home is no reason to have no queues at all. */
  async #startOnSomeFolder(token: string, settings: LaunchSettings): Promise<ServerProcess> {
    try {
      return await this.#start(token, settings);
    } catch (error) {
      if (!(error instanceof ServerStartError && error.code === 'DATA_NOT_WRITABLE')) throw error;
      const process = await this.#start(token, { ...settings, data: undefined });
      if (!this.#hasToldOfMemory) this.#options.onMemoryOnly(error.message);
      this.#hasToldOfMemory = true;
      return process;
    }
  }

  /** Ends the broker that this window started and waits until it has; returns at once when there is none. */
  async end(): Promise<void> {
    await this.#process?.kill();
  }

  /** Another key is tried only when one was refused: a folder that is not encrypted would take any. */
  async #start(token: string, settings: LaunchSettings): Promise<ServerProcess> {
    const { script, executable, log, listMasterKeys } = this.#options;
    const keys = await listMasterKeys();
    let refusal: unknown;
    for (const masterKey of keys) {
      try {
        const options = { script, executable, log, token, masterKey, host: 'localhost', ...settings };
        return await startBrokerProcess(options);
      } catch (error) {
        if (!(error instanceof ServerStartError && error.kind === 'wrongKey')) throw error;
        refusal ??= error;
      }
    }
    throw refusal;
  }

  #remember(process: ServerProcess): void {
    this.#process = process;
    void process.exited.then((how) => {
      this.#options.log(`The broker (process ${process.ready.pid}) ended with ${how}.`);
      if (this.#process === process) this.#process = undefined;
    });
  }
}
