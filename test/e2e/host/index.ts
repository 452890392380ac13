import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MochaResults, runMocha } from '../../support/mochaRun.mjs';

const TEST_TIMEOUT_MS = 60_000;

/**
 * What VS Code calls inside the extension host, in the desktop as in the server build: runs the bundled tests beside
 * this file, or those of the folder beside it that QUEUESIDE_HOST_TESTS names. The results also go to the file that
 * QUEUESIDE_HOST_RESULTS names, since only an exit code gets out.
 * @throws when a test fails, which is how VS Code learns it
 */
export async function run(): Promise<void> {
  const folder = join(__dirname, process.env['QUEUESIDE_HOST_TESTS'] ?? '.');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(folder, name));
  const results = await runMocha(files, {
    timeoutMs: TEST_TIMEOUT_MS,
    grep: process.env['QUEUESIDE_HOST_GREP'],
    reporter: 'base',
  }).catch(describeLoadError);
  const path = process.env['QUEUESIDE_HOST_RESULTS'];
  if (path) writeFileSync(path, JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} tests failed`);
}

/** A test file that cannot be loaded is a failure with a name, not a host that hangs. */
function describeLoadError(error: unknown): MochaResults {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    tests: [{ title: 'loading the tests', state: 'failed', durationMs: 0, error: text }],
  };
}
