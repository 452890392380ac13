import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import { listLanguageOptions } from '../ground/language.ts';
import { createChildEnvironment } from '../../broker/programs/childEnvironment.ts';

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

/** A broker that this window started. */
export interface BrokerProcess {
  readonly ready: ReadyLine;
  /** Resolves when it has ended, with a phrase that describes how. */
  readonly exited: Promise<string>;
  /** Ends it: asks first, and insists after {@link KILL_AFTER_MS}. */
  kill(): Promise<void>;
}

/**
 * `wrongKey`: the data folder is encrypted with another master key, or with one at all. `dataInUse`: another broker has
 * the data folder; it may be on its way out.
 */
export type BrokerStartFailureKind = 'portInUse' | 'wrongKey' | 'dataInUse' | 'configuration' | 'crash';

/** The broker ended, or said nothing, before it served. */
export class BrokerStartError extends Error {
  override readonly name = 'BrokerStartError';
  readonly kind: BrokerStartFailureKind;

  /** Of the failed line, when there was one. */
  readonly code: string | undefined;

  constructor(kind: BrokerStartFailureKind, reason: string, code?: string) {
    super(reason);
    this.kind = kind;
    this.code = code;
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const PORT_COUNT = 65_536;
const READY_TIMEOUT_MS = 15_000;
const KILL_AFTER_MS = 3000;
/** Lines of standard error that an error message may quote. */
const REMEMBERED_LINES = 5;

/**
 * Starts the broker and waits for its ready line.
 * @throws BrokerStartError
 */
export async function startBrokerProcess(options: BrokerProcessOptions): Promise<BrokerProcess> {
  const child = spawnBroker(options);
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.log(line);
    lastLines.push(line);
    if (lastLines.length > REMEMBERED_LINES) lastLines.shift();
  });
  const exited = waitForExit(child);
  try {
    const ready = await waitForReadyLine(child, exited, lastLines);
    return { ready, exited: exited.then(describeExit), kill: () => killChild(child) };
  } catch (error) {
    await killChild(child);
    throw error;
  }
}

function spawnBroker(options: BrokerProcessOptions): Child {
  const argv = [options.script, ...listLanguageOptions(), '--secrets', 'stdin'];
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
  const env = createChildEnvironment(process.env, { QUEUESIDE_PARENT_PID: String(process.pid) });
  const child = spawn(options.executable, argv, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  // A broker that ends at once reads nothing; its end is noticed elsewhere.
  child.stdin.on('error', () => undefined);
  // Nothing else is written there; that it closes tells the broker that this process has died.
  child.stdin.write(`${JSON.stringify({ token: options.token, masterKey: options.masterKey })}\n`);
  return child;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

function waitForExit(child: Child): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    // 'close' comes after the last line of standard error, 'exit' may come before it.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

async function waitForReadyLine(
  child: Child,
  exited: Promise<Exit>,
  lastLines: readonly string[],
): Promise<ReadyLine> {
  let timer: NodeJS.Timeout | undefined;
  const lines = createInterface({ input: child.stdout });
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new BrokerStartError(
          'crash',
          l10n.t('The broker was not ready after {0} s.', READY_TIMEOUT_MS / 1000),
        ),
      );
    }, READY_TIMEOUT_MS);
  });
  try {
    const first = await Promise.race([once(lines, 'line') as Promise<[string]>, exited, timeout]);
    if (!Array.isArray(first)) throw explainExit(first, lastLines);
    const line = parseFirstLine(first[0]);
    if (line?.event === 'ready') return line;
    throw line === undefined
      ? new BrokerStartError(
          'configuration',
          l10n.t('The broker printed an unexpected first line: {0}', first[0]),
        )
      : explainFailure(line);
  } finally {
    clearTimeout(timer);
  }
}

function explainFailure({ code, message }: FailedLine): BrokerStartError {
  switch (code) {
    case 'EADDRINUSE':
    // Windows' error for reserved ports.
    case 'EACCES':
      return new BrokerStartError('portInUse', message);
    case 'DATA_WRONG_KEY':
      return new BrokerStartError('wrongKey', message, code);
    case 'DATA_IN_USE':
      return new BrokerStartError('dataInUse', message, code);
    default:
      return new BrokerStartError('configuration', message, code);
  }
}

function explainExit(exit: Exit, lastLines: readonly string[]): BrokerStartError {
  if (exit.error) return new BrokerStartError('configuration', exit.error.message);
  return new BrokerStartError(
    'crash',
    lastLines.at(-1) ?? l10n.t('The broker ended with {0}.', describeExit(exit)),
  );
}

function describeExit(exit: Exit): string {
  if (exit.error) return exit.error.message;
  return exit.signal === null ? l10n.t('exit code {0}', exit.code ?? '') : l10n.t('signal {0}', exit.signal);
}

/** @returns undefined when the line is something else than a broker's first line. */
export function parseFirstLine(text: string): ReadyLine | FailedLine | undefined {
  let value: Partial<Record<keyof ReadyLine | keyof FailedLine, unknown>> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const isReady =
    value?.event === 'ready' &&
    typeof value.endpoint === 'string' &&
    typeof value.control === 'string' &&
    typeof value.pid === 'number' &&
    typeof value.protocol === 'number';
  if (isReady) return value as unknown as ReadyLine;
  const isFailed =
    value?.event === 'failed' && typeof value.code === 'string' && typeof value.message === 'string';
  return isFailed ? (value as unknown as FailedLine) : undefined;
}

async function killChild(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await closed;
  clearTimeout(timer);
}
