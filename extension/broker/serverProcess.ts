import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import { createChildEnvironment } from '../../broker/programs/childEnvironment.ts';
import { listLanguageOptions } from '../ground/language.ts';
import type { ServerTexts } from './serverTexts.ts';

/** A process that this window started. */
export interface ServerProcess {
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
export type ServerStartFailureKind = 'portInUse' | 'wrongKey' | 'dataInUse' | 'configuration' | 'crash';

/** The process ended, or said nothing, before it served. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly kind: ServerStartFailureKind;

  /** Of the failed line, when there was one. */
  readonly code: string | undefined;

  constructor(kind: ServerStartFailureKind, reason: string, code?: string) {
    super(reason);
    this.kind = kind;
    this.code = code;
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const READY_TIMEOUT_MS = 15_000;
const KILL_AFTER_MS = 3000;
/** Lines of standard error that an error message may quote. */
const REMEMBERED_LINES = 5;

export interface ServerProcessOptions {
  /** Absolute path of the bundle. */
  readonly script: string;
  readonly argv: readonly string[];
  /** Travels by pipe, where no other program can read it. */
  readonly firstLine: unknown;
  /** Runs the script: the editor's own binary, as Node. */
  readonly executable: string;
  readonly texts: ServerTexts;
  readonly log: (line: string) => void;
}

/**
 * Starts a program of ours that serves queues, and waits for its ready line.
 * @throws ServerStartError
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { texts } = options;
  const child = spawnServer(options);
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.log(line);
    lastLines.push(line);
    if (lastLines.length > REMEMBERED_LINES) lastLines.shift();
  });
  const exited = waitForExit(child);
  try {
    const ready = await waitForReadyLine(child, exited, lastLines, texts);
    return { ready, exited: exited.then(describeExit), kill: () => killChild(child) };
  } catch (error) {
    await killChild(child);
    throw error;
  }
}

function spawnServer({ script, argv, firstLine, executable }: ServerProcessOptions): Child {
  const env = createChildEnvironment(process.env, { QUEUESIDE_PARENT_PID: String(process.pid) });
  const child = spawn(executable, [script, ...listLanguageOptions(), ...argv], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // A program that ends at once reads nothing; its end is noticed elsewhere.
  child.stdin.on('error', () => undefined);
  // Nothing else is written there; that it closes tells the program that this process has died.
  child.stdin.write(`${JSON.stringify(firstLine)}\n`);
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
  texts: ServerTexts,
): Promise<ReadyLine> {
  let timer: NodeJS.Timeout | undefined;
  const lines = createInterface({ input: child.stdout });
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ServerStartError('crash', texts.isNotReady(READY_TIMEOUT_MS / 1000)));
    }, READY_TIMEOUT_MS);
  });
  try {
    const first = await Promise.race([once(lines, 'line') as Promise<[string]>, exited, timeout]);
    if (!Array.isArray(first)) throw explainExit(first, lastLines, texts);
    const line = parseFirstLine(first[0]);
    if (line?.event === 'ready') return line;
    throw line === undefined
      ? new ServerStartError('configuration', texts.printedLine(first[0]))
      : explainFailure(line);
  } finally {
    clearTimeout(timer);
  }
}

function explainFailure({ code, message }: FailedLine): ServerStartError {
  switch (code) {
    case 'EADDRINUSE':
    // Windows' error for reserved ports.
    case 'EACCES':
      return new ServerStartError('portInUse', message);
    case 'DATA_WRONG_KEY':
      return new ServerStartError('wrongKey', message, code);
    case 'DATA_IN_USE':
      return new ServerStartError('dataInUse', message, code);
    default:
      return new ServerStartError('configuration', message, code);
  }
}

function explainExit(exit: Exit, lastLines: readonly string[], texts: ServerTexts): ServerStartError {
  if (exit.error) return new ServerStartError('configuration', exit.error.message);
  return new ServerStartError('crash', lastLines.at(-1) ?? texts.ended(describeExit(exit)));
}

function describeExit(exit: Exit): string {
  if (exit.error) return exit.error.message;
  return exit.signal === null ? l10n.t('exit code {0}', exit.code ?? '') : l10n.t('signal {0}', exit.signal);
}

/** @returns undefined when the line is something else than the first line of such a program. */
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
