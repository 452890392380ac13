import * as l10n from '@vscode/l10n';
import { createChildEnvironment } from '../../broker/programs/childEnvironment.ts';
import type { ProgramEnd } from '../../broker/programs/programEnd.ts';
import type { Program } from '../../broker/programs/program.ts';
import type { Programs } from '../../broker/programs/programs.ts';
import { describeStartFailure } from '../../broker/programs/programTexts.ts';
import type { LoadLine, LoadProgress, LoadReport } from '../../broker/protocol/load.ts';
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

export function startLoadProcess(programs: Programs, options: LoadProcessOptions): LoadProcess {
  let report: LoadReport | undefined;
  let lastError = '';
  const starting = programs.start({
    command: [
      options.executable,
      options.script,
      'load',
      ...listLanguageOptions(),
      '--json-lines',
      ...options.args,
    ],
    folder: process.cwd(),
    environment: createChildEnvironment(process.env, options.credentials),
    hasInput: true,
    onLine: (text, stream) => {
      if (stream === 'stderr') lastError = text;
      else {
        const line = parseLoadLine(text);
        if (line?.event === 'progress') options.onProgress(line);
        else if (line?.event === 'report') report = line;
      }
    },
  });
  const withProgram = (use: (program: Program) => void) => {
    void starting.then((started) => started.ok && use(started.program));
  };
  const waitForEnd = async (): Promise<LoadEnd> => {
    const started = await starting;
    if (!started.ok) return { ok: false, reason: describeStartFailure(started) };
    const end = await started.program.ended;
    if (report !== undefined) return { ok: true, report };
    return { ok: false, reason: lastError.replace(/^queueside load: /, '') || describeEnd(end) };
  };
  return {
    ended: waitForEnd(),
    stop: () => withProgram(({ input }) => input?.write('stop\n')),
    kill: () => withProgram((program) => program.kill()),
  };
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

function describeEnd({ code, signal }: ProgramEnd): string {
  return signal === null
    ? l10n.t('The load test ended with exit code {0}.', code)
    : l10n.t('The load test ended with signal {0}.', signal);
}
