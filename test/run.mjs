// npm test [-- stage or path…] [--grep text]: installs, then runs the stages of the test suite, or single tests, and prints their sum.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './support/commandLine.mjs';
import { describeFailures, describeUnsteady, listFailures } from './support/failures.mjs';
import { installProject } from './support/install.mjs';
import { sumOutcomes } from './support/outcomes.mjs';
import { planRounds } from './support/rounds.mjs';
import { runInProcess } from './support/runInProcess.mjs';
import { readSelection } from './support/selection.mjs';
import { runMain } from './support/setupFailure.mjs';
import { exitOnSignals, watchNpm } from './support/signals.mjs';
import { stages } from './support/stages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The stages to run, with the bundle that they need.
 * @param {readonly string[]} names none: all
 */
function chooseStages(names) {
  if (names.length === 0) return stages;
  const chosen = stages.filter((stage) => names.includes(stage.name));
  const needsBundle = chosen.some((stage) => stage.needsBundle);
  return stages.filter((stage) => chosen.includes(stage) || (needsBundle && stage.name === 'bundle'));
}

/** @param {() => Promise<import('./support/stages.mjs').Outcome>} run */
async function takeTime(run) {
  const startedAt = performance.now();
  const outcome = await run();
  return { outcome, seconds: (performance.now() - startedAt) / 1_000 };
}

process.chdir(root);
exitOnSignals();
watchNpm(() => process.exit(1));
await runMain(async () => {
  const { values, positionals } = readCommandLine(
    { allowPositionals: true, options: { grep: { type: 'string' } } },
    'Usage: npm test [-- stage or path of tests… --grep text]',
  );
  const names = stages.map(({ name }) => name);
  const selection = readSelection(positionals, names, root);
  const chosen = chooseStages(selection.stages);
  await installProject();
  // Tests of deleted or renamed files must not run.
  rmSync(join(root, 'out', 'test'), { recursive: true, force: true });

  /** @type {import('./support/stages.mjs').Outcome[]} */
  const outcomes = [];
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const unsteady = [];
  const missing = new Set();
  const report = (
    /** @type {import('./support/stages.mjs').Stage} */ stage,
    /** @type {{ readonly outcome: import('./support/stages.mjs').Outcome, readonly seconds: number }} */ run,
  ) => {
    const { outcome, seconds } = run;
    outcomes.push(outcome);
    if (outcome.missing) missing.add(outcome.missing);
    failures.push(...describeFailures(stage.name, outcome));
    unsteady.push(...describeUnsteady(stage.name, outcome));
    const line = `${stage.name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`;
    console.log(line);
    lines.push(line);
  };
  const { first, row, beside } = planRounds(chosen);
  const runAll = async (/** @type {readonly import('./support/stages.mjs').Stage[]} */ some) => {
    for (const stage of some) {
      console.log(`\n── ${stage.name}`);
      report(stage, await takeTime(() => stage.run(values.grep, selection)));
      reportBeside();
    }
  };
  /** Stages that have ended beside the row. Their output is not shown yet, so that it is not mixed with that of the row. */
  const ended =
    /** @type {{ stage: import('./support/stages.mjs').Stage, run: Awaited<ReturnType<typeof takeTime>> }[]} */ ([]);
  const reportBeside = () => {
    for (const { stage, run } of ended.splice(0)) {
      console.log(`\n── ${stage.name}, which ran beside others`);
      process.stdout.write(run.outcome.output ?? '');
      report(stage, run);
    }
  };
  const runBeside = async () => {
    for (const stage of beside)
      ended.push({
        stage,
        run: await takeTime(() => runInProcess(stage.name, values.grep, selection)),
      });
  };
  await runAll(first);
  await Promise.all([runAll(row), runBeside()]);
  reportBeside();

  // Once more at the end: whoever keeps only the last part of a long log still learns what failed.
  if (unsteady.length > 0) console.log(`\n── passed at the second try\n\n${unsteady.join('\n')}`);
  if (failures.length > 0) console.log(`\n── failed\n\n${failures.join('\n')}`);
  console.log(`\n${lines.join('\n')}\n`);
  for (const line of listFailures(failures)) console.log(`Failed: ${line}`);
  for (const reason of missing) console.log(`Skipped: ${reason}`);
  const sum = sumOutcomes(outcomes);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed > 0 || (missing.size > 0 && process.env['CI'] === 'true') ? 1 : 0;
});
