import { randomBytes } from 'node:crypto';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import type { ServerLauncher } from '../broker/languageClientTransport.ts';
import type { Lease } from '../broker/lease.ts';
import { type ServerProcess, ServerStartError, startServerProcess } from '../broker/serverProcess.ts';
import type { ServerTexts } from '../broker/serverTexts.ts';
import type { GatewayOrder } from '../remote/gatewayOrder.ts';

/** What a gateway is started with beside its connection; read again for each start. */
export interface GatewaySettings {
  readonly isTlsOn: boolean;
  /** Names beside loopback ones that programs may call the gateway by. */
  readonly allowedHosts: readonly string[];
}

export interface GatewayLauncherOptions {
  /** Absolute path of dist/gateway.js. */
  readonly script: string;
  readonly executable: string;
  readonly readSettings: () => GatewaySettings;
  /** Rejects with what is missing. */
  readonly readOrder: () => Promise<GatewayOrder>;
  readonly texts: ServerTexts;
  readonly log: (line: string) => void;
}

/** Ports that programs of this window were led to. */
interface GatewayPorts {
  readonly port: number;
  /** Of HTTPS. */
  readonly tlsPort: number | undefined;
}

const FREE_PORTS: GatewayPorts = { port: 0, tlsPort: undefined };

/** Starts gateways of one connection for this window, and remembers the one that it started. */
export class GatewayLauncher implements ServerLauncher {
  readonly #options: GatewayLauncherOptions;
  #process: ServerProcess | undefined;
  #ports = FREE_PORTS;

  constructor(options: GatewayLauncherOptions) {
    this.#options = options;
  }

  /**
   * Starts a gateway where the one before it was, or on free ports.
   * @throws ServerStartError, and what `readOrder` rejects with
   */
  async launch(): Promise<Lease> {
    const token = randomBytes(32).toString('base64url');
    const order = await this.#options.readOrder();
    const process = await this.#startOnSomePort(token, order);
    this.#remember(process);
    const { pid, endpoint, control, protocol } = process.ready;
    return { pid, endpoint, control, token, protocol };
  }

  /** Programs go on calling there, whichever window started it. */
  keepPorts({ endpoint, secureEndpoint }: Pick<ReadyLine, 'endpoint' | 'secureEndpoint'>): void {
    this.#ports = {
      port: Number(new URL(endpoint).port),
      tlsPort: secureEndpoint === undefined ? undefined : Number(new URL(secureEndpoint).port),
    };
  }

  async end(): Promise<void> {
    await this.#process?.kill();
  }

  async #startOnSomePort(token: string, order: GatewayOrder): Promise<ServerProcess> {
    try {
      return await this.#start(token, order, this.#ports);
    } catch (error) {
      const isTaken = error instanceof ServerStartError && error.kind === 'portInUse';
      if (!isTaken || this.#ports.port === 0) throw error;
      return this.#start(token, order, FREE_PORTS);
    }
  }

  #start(token: string, order: GatewayOrder, { port, tlsPort }: GatewayPorts): Promise<ServerProcess> {
    const { script, executable, readSettings, texts, log } = this.#options;
    const { isTlsOn, allowedHosts } = readSettings();
    const firstLine = {
      ...order,
      token,
      port,
      ...(port !== 0 && { startsAgain: true }),
      ...(isTlsOn && { tlsPort: tlsPort ?? 0 }),
      allowedHosts,
    };
    return startServerProcess({ script, argv: [], firstLine, executable, texts, log });
  }

  #remember(process: ServerProcess): void {
    this.#process = process;
    void process.exited.then((how) => {
      this.#options.log(`The gateway (process ${process.ready.pid}) ended with ${how}.`);
      if (this.#process === process) this.#process = undefined;
    });
  }
}
