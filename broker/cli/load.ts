import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import type { SqsCredentials } from '../client/sqsSigner.ts';
import { formatFixed, formatNumber } from '../language/numbers.ts';
import type { LoadLine, LoadProgress } from '../protocol/load.ts';
import { formatReport } from './formatReport.ts';
import { type LoadOptions, describeLoad, readLoadCommand } from './loadOptions.ts';
import { LoadTest } from './loadTest.ts';

const EXIT_OPTIONS = 2;
/** Some messages failed, or the broker does not run. */
const EXIT_FAILED = 1;
const PROGRESS_MS = 1000;
/** With `--json-lines`: often enough for a chart that moves. */
const LINES_MS = 500;

/** `queueside load`: runs a load test until its end, Ctrl+C or, with `--json-lines`, a line `stop`; returns the exit code. */
export async function runLoad(argv: readonly string[], credentials: SqsCredentials): Promise<number> {
  const command = readLoadCommand(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describeLoad());
      return 0;
    case 'refused':
      process.stderr.write(`queueside load: ${command.reason}\n`);
      return EXIT_OPTIONS;
    case 'run':
      return await runTest(command.options, credentials);
  }
}

async function runTest(options: LoadOptions, credentials: SqsCredentials): Promise<number> {
  let test: LoadTest;
  try {
    test = new LoadTest(options, credentials);
  } catch (error) {
    process.stderr.write(`queueside load: --template: ${(error as Error).message}\n`);
    return EXIT_OPTIONS;
  }
  // A second Ctrl+C ends the process at once.
  process.once('SIGINT', () => test.stop());
  process.once('SIGTERM', () => test.stop());
  const report = options.output === 'lines' ? await runWithLines(test) : await runWithProgress(test);
  if (options.output === 'lines') writeLine({ event: 'report', ...report });
  else process.stdout.write(options.output === 'json' ? `${JSON.stringify(report)}\n` : formatReport(report));
  return report.failed > 0 ? EXIT_FAILED : 0;
}

async function runWithProgress(test: LoadTest): ReturnType<LoadTest['run']> {
  const stopRepeating = repeat(PROGRESS_MS, test, ({ sent, failed, seconds, latencyMs }) => {
    const counts = [formatNumber(sent), formatNumber(failed)] as const;
    const text =
      latencyMs === undefined
        ? l10n.t('{0} sent, {1} failed', ...counts)
        : l10n.t('{0} sent, {1} failed, p99 {2} ms', ...counts, formatFixed(latencyMs.p99, 1));
    process.stderr.write(`${seconds.toFixed(0).padStart(5)} s  ${text}\n`);
  });
  const report = await test.run();
  stopRepeating();
  return report;
}

async function runWithLines(test: LoadTest): ReturnType<LoadTest['run']> {
  // On Windows, a signal cannot stop a process gracefully; a line can.
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    if (line === 'stop') test.stop();
  });
  // The reader is gone: the editor has crashed.
  process.stdout.on('error', () => process.exit(EXIT_FAILED));
  const stopRepeating = repeat(LINES_MS, test, (progress) => writeLine({ event: 'progress', ...progress }));
  const report = await test.run();
  stopRepeating();
  input.close();
  process.stdin.destroy();
  return report;
}

/** Reports the progress regularly until the returned function is called. */
function repeat(everyMs: number, test: LoadTest, tell: (progress: LoadProgress) => void): () => void {
  let isReading = false;
  let isOver = false;
  const timer = setInterval(() => {
    if (isReading) return;
    isReading = true;
    void test.takeProgress().then((progress) => {
      isReading = false;
      if (!isOver) tell(progress);
    });
  }, everyMs);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

function writeLine(line: LoadLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
