import { formatReport } from './loadCounts.ts';
import { LOAD_HELP, type LoadOptions, readLoadCommand } from './loadOptions.ts';
import { LoadTest } from './loadTest.ts';

const EXIT_OPTIONS = 2;
/** Some messages were refused, or the broker is not there. */
const EXIT_FAILED = 1;
const PROGRESS_MS = 1000;

/** `queueside load`: runs a load test until its end or Ctrl+C; returns the exit code. */
export async function runLoad(argv: readonly string[], accessKeyId: string): Promise<number> {
  const command = readLoadCommand(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(LOAD_HELP);
      return 0;
    case 'refused':
      process.stderr.write(`queueside load: ${command.reason}\n`);
      return EXIT_OPTIONS;
    case 'run':
      return await runTest(command.options, accessKeyId);
  }
}

async function runTest(options: LoadOptions, accessKeyId: string): Promise<number> {
  let test: LoadTest;
  try {
    test = new LoadTest(options, accessKeyId);
  } catch (error) {
    process.stderr.write(`queueside load: --template: ${(error as Error).message}\n`);
    return EXIT_OPTIONS;
  }
  // A second Ctrl+C ends the process at once.
  process.once('SIGINT', () => test.stop());
  process.once('SIGTERM', () => test.stop());
  const progress = setInterval(() => {
    const { sent, failed, seconds, latencyMs } = test.report();
    process.stderr.write(
      `${seconds.toFixed(0).padStart(5)} s  ${sent} sent, ${failed} failed, p99 ${latencyMs.p99.toFixed(1)} ms\n`,
    );
  }, PROGRESS_MS);
  const report = await test.run();
  clearInterval(progress);
  process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : formatReport(report));
  return report.failed > 0 ? EXIT_FAILED : 0;
}
