import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessRow } from '../../support/processList.mjs';
import { callSqs } from '../../support/callSqs.ts';
import { waitUntilGone, Witness, type WitnessedProcess } from '../../support/witness.ts';
import { useWorkbench } from './support/useWorkbench.ts';

/** What docs/pools.md and docs/architecture.md say. */
const WORKERS_END_MS = 3_000;
const BROKER_ENDS_MS = 10_000;
/** For a machine that others load too. */
const SLACK_MS = 10_000;

const MANUAL = { type: 'manual' };
/** One pool for each way to run one. */
const POOLS = {
  commands: { queue: 'tasks', command: 'node worker.cjs', desired: 2, policy: MANUAL },
  stubborn: { queue: 'tasks', command: 'node stubborn.cjs', desired: 1, policy: MANUAL },
  launches: { queue: 'tasks', launch: 'Worker', desired: 2, policy: MANUAL },
  debugged: { queue: 'tasks', launch: 'Paused worker', desired: 2, policy: MANUAL },
};
/** Invoked by a queue of its own name. */
const FUNCTIONS = {
  run: { runtime: 'nodejs22.x', handler: 'handler.run', mappings: [{ queue: 'run' }] },
  stepped: { runtime: 'nodejs22.x', handler: 'handler.stepped', mappings: [{ queue: 'stepped' }] },
};
const PROCESSES = 7 + Object.keys(FUNCTIONS).length;

describe('a window that is killed while it runs pools and functions', () => {
  const opened = useWorkbench({ name: 'killed-window', workspace: 'empty' });
  const witness = new Witness();
  const workers: WitnessedProcess[] = [];

  before(() => witness.listen());
  after(() => witness.close());

  it('runs commands, and launches with and without a debugger', async () => {
    const { workbench, workspace } = opened();
    const write = (name: string, text: string) => writeFileSync(join(workspace, name), text);
    const launch = (name: string, program: string) => ({
      type: 'node',
      request: 'launch',
      name,
      program: `\${workspaceFolder}/${program}`,
    });
    mkdirSync(join(workspace, '.vscode'));
    write(
      '.vscode/launch.json',
      JSON.stringify({
        version: '0.2.0',
        configurations: [launch('Worker', 'worker.cjs'), launch('Paused worker', 'paused.cjs')],
      }),
    );
    write('worker.cjs', witness.write());
    write('stubborn.cjs', witness.write('process.on("SIGTERM", () => undefined);'));
    write('paused.cjs', witness.write('witness.once("data", () => { debugger; });'));
    write(
      'handler.js',
      witness.write(`exports.run = () => new Promise(() => undefined);
exports.stepped = async () => { debugger; };`),
    );
    const queues = { tasks: {}, run: {}, stepped: {} };
    write('queueside.json', JSON.stringify({ queues, pools: POOLS, functions: FUNCTIONS }));
    await workbench.openViewContainer('Queueside');
    const view = workbench.tree('Consumers');
    await view.open();
    for (const [name, { desired }] of Object.entries(POOLS)) {
      await view.row(`Pool ${name}, not running`).waitFor();
      // By the palette: where the rows are just drawn again, the icon on a row asks which pool is meant.
      const command = name === 'debugged' ? 'Debug Pool' : 'Run Pool';
      await workbench.quickInput.runCommand(`Queueside Pools: ${command}`);
      await workbench.quickInput.pick(name);
      for (let count = 0; count < desired; count++) workers.push(await witness.next());
    }
    workers.at(-1)?.tell('stop here');
    await workbench.debugging.waitForStop();
  });

  it('runs functions, with and without a debugger', async () => {
    const { workbench } = opened();
    const endpoint = await workbench.readEndpoint();
    for (const name of Object.keys(FUNCTIONS)) {
      const command = name === 'stepped' ? 'Debug Function' : 'Run Function';
      await workbench.quickInput.runCommand(`Queueside Functions: ${command}`);
      await workbench.quickInput.pick(name);
      const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
      await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'one' });
      workers.push(await witness.next());
    }
  });

  it('leaves neither workers nor debuggers, and no broker', async () => {
    assert.equal(workers.length, PROCESSES);
    const { workbench } = opened();
    const killedAt = performance.now();
    const left = workbench.server.crash().filter(isOurs);
    const isBroker = ({ command }: ProcessRow) => command.includes('broker.js');
    assert.equal(left.filter(isBroker).length, 1);
    const elapsedMs = () => performance.now() - killedAt;
    for (const { pid, ended } of workers) {
      await ended;
      await waitUntilGone(pid);
    }
    assert.ok(elapsedMs() < WORKERS_END_MS + SLACK_MS, `workers ended after ${elapsedMs()} ms`);
    for (const { pid } of left) await waitUntilGone(pid);
    assert.ok(elapsedMs() < BROKER_ENDS_MS + SLACK_MS, `all ended after ${elapsedMs()} ms`);
  });
});

/** Not what other extensions have started, such as language servers: only the debugger's own programs. */
function isOurs({ command }: ProcessRow): boolean {
  return !/[\\/]vscode[\\/]extensions[\\/]/.test(command) || command.includes('ms-vscode.js-debug');
}
