import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { LoadLine, LoadProgress, LoadReport } from '../../broker/protocol/load.ts';
import { createChildEnvironment } from '../broker/childEnvironment.ts';
import { listLanguageOptions } from '../ground/language.ts';

export interface LoadProcessOptions {
  /** Of the bundled broker, whose command `load` it is. */
  readonly script: string;
  /** Runs the script: the editor's own binary, as Node. */
  readonly executable: string;
  /** What follows `load --json-lines`. */
  readonly args: readonly string[];
  /** Whom it sends as; empty where any credentials are good. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** How a load test came to its end. */
export type LoadEnd =
  | { readonly ok: true; readonly report: LoadReport }
  | { readonly ok: false; readonly reason: string };

/** A load test in a separate process: sending as fast as possible would block the extension host. */
export interface LoadProcess {
  readonly ended: Promise<LoadEnd>;
  /** Sends no more and reports. */
  stop(): void;
  /** Ends it without a report. */
  kill(): void;
}

export function startLoadProcess(options: LoadProcessOptions): LoadProcess {
  const child = spawnLoad(options);
  let report: LoadReport | undefined;
  let lastError = '';
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parseLoadLine(text);
    if (line?.event === 'progress') options.onProgress(line);
    else if (line?.event === 'report') report = line;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastError = line;
  });
  const ended = new Promise<LoadEnd>((resolve) => {
    child.once('error', (error) => resolve({ ok: false, reason: error.message }));
    child.once('close', (code, signal) => {
      if (report !== undefined) resolve({ ok: true, report });
      else {
        const reason = lastError.replace(/^queueside load: /, '');
        resolve({ ok: false, reason: reason || describeEnd(code, signal) });
      }
    });
  });
  // It may have ended already.
  child.stdin.on('error', () => undefined);
  return { ended, stop: () => child.stdin.write('stop\n'), kill: () => child.kill('SIGKILL') };
}

function spawnLoad(options: LoadProcessOptions): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(
    options.executable,
    [options.script, 'load', ...listLanguageOptions(), '--json-lines', ...options.args],
    {
      env: createChildEnvironment(process.env, options.credentials),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
}

/** @returns undefined when the line is none of a load test's */
export function parseLoadLine(text: string): LoadLine | undefined {
  let value: Partial<LoadLine> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const isLine =
    (value?.event === 'progress' || value?.event === 'report') &&
    typeof value.sent === 'number' &&
    typeof value.seconds === 'number';
  return isLine ? (value as LoadLine) : undefined;
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null
    ? l10n.t('The load test ended with exit code {0}.', code ?? '')
    : l10n.t('The load test ended with signal {0}.', signal);
}
