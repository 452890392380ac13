import { BROKER_TEXTS } from './serverTexts.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

export interface BrokerProcessOptions {
  /** Of the bundled broker. */
  readonly script: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly region: string;
  readonly limits: string;
  /** Whether the service's waits after a purge and after a deletion apply. */
  readonly purgeInterval: boolean;
  readonly recreateInterval: boolean;
  /** Whether `GET /metrics` is served. */
  readonly openMetrics: boolean;
  readonly auth: 'off' | 'signatures' | 'policies';
  /** The credential file; needed unless `auth` is off. */
  readonly credentials: string;
  /** Whether there is a second port, for HTTPS: the one after `port`, or any free one with 0. */
  readonly tls: boolean;
  /** Names beside loopback ones that programs may call the broker by. */
  readonly allowedHosts: readonly string[];
  /** Of the encrypted data folder, base64; travels by pipe, as the token does. Undefined: nothing is to be encrypted. */
  readonly masterKey?: string | undefined;
  /** Folder of the journal; undefined: in memory. */
  readonly data?: string | undefined;
  readonly durability: string;
  /** Recent messages kept in memory beside the journal, MiB. */
  readonly bodyMemoryMiB: number;
  /** For messages without a journal, MiB; 0: half of the machine's memory. */
  readonly maxMemoryMiB: number;
  /** Of the control connection; travels by pipe, where no other program can read it. */
  readonly token: string;
  /** Runs the script: the editor's own binary, as Node. */
  readonly executable: string;
  readonly log: (line: string) => void;
}

const PORT_COUNT = 65_536;

/**
 * Starts the broker and waits for its ready line.
 * @throws ServerStartError
 */
export function startBrokerProcess(options: BrokerProcessOptions): Promise<ServerProcess> {
  const { script, executable, log, token, masterKey } = options;
  const firstLine = { token, masterKey };
  return startServerProcess({
    script,
    argv: listArguments(options),
    firstLine,
    executable,
    texts: BROKER_TEXTS,
    log,
  });
}

function listArguments(options: BrokerProcessOptions): readonly string[] {
  const argv = ['--secrets', 'stdin'];
  argv.push('--host', options.host, '--port', String(options.port));
  argv.push('--region', options.region, '--limits', options.limits);
  argv.push('--purge-interval', options.purgeInterval ? 'on' : 'off');
  argv.push('--recreate-interval', options.recreateInterval ? 'on' : 'off');
  if (options.openMetrics) argv.push('--open-metrics', 'on');
  if (options.auth !== 'off') argv.push('--auth', options.auth, '--credentials', options.credentials);
  if (options.tls) argv.push('--tls-port', String(options.port === 0 ? 0 : (options.port + 1) % PORT_COUNT));
  if (options.allowedHosts.length > 0) argv.push('--allowed-hosts', options.allowedHosts.join());
  if (options.data !== undefined) {
    argv.push('--data', options.data, '--durability', options.durability);
    argv.push('--body-memory', String(options.bodyMemoryMiB));
  } else if (options.maxMemoryMiB > 0) {
    argv.push('--max-memory', String(options.maxMemoryMiB));
  }
  return argv;
}
