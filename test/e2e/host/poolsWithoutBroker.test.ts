import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, workspace } from 'vscode';
import type { PoolDefinition } from '../../../broker/protocol/poolDefinition.ts';
import { deletePool, putPool } from '../../../broker/protocol/pools.ts';
import type { QueuesideApi } from '../../../extension/api.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../support/callSqs.ts';
import { Witness, type WitnessedProcess, waitUntilGone } from '../../support/witness.ts';
import { activateExtension } from './support/activateExtension.ts';
import { waitForEnd, waitForStop } from './support/debugSessions.ts';
import { findBrokers } from './support/findBrokers.ts';
import { WarningRecorder } from './support/warnings.ts';
import { waitForPool } from './support/waitForPool.ts';

const QUEUE = 'orphan-jobs';
const COMMANDS = 'orphan-commands';
const STUBBORN = 'orphan-stubborn';
const DEBUGGED = 'orphan-debugged';
const NODE = JSON.stringify(process.env['QUEUESIDE_NODE'] ?? 'node');
const GRACE_SECONDS = 2;
/** For a machine that others load too. */
const SLACK_MS = 10_000;

describe('the pools of a window whose broker is killed', function () {
  this.timeout(60_000);
  const witness = new Witness();
  let warnings: WarningRecorder;
  let api: QueuesideApi;
  let session: BrokerClient;
  let folder: string;
  const launch = workspace.getConfiguration('launch');
  const configurations = launch.get('configurations');

  before(async function () {
    if (process.platform === 'win32') this.skip();
    await witness.listen();
    api = await activateExtension();
    const endpoint = await api.start();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    await callSqs(endpoint, 'CreateQueue', { QueueName: QUEUE });
    folder = mkdtempSync(join(tmpdir(), 'queueside-orphans-'));
    warnings = new WarningRecorder();
    const program = write('paused.cjs', 'witness.once("data", () => { debugger; });');
    const configuration = { type: 'node', request: 'launch', name: DEBUGGED, program };
    await launch.update('configurations', [configuration]);
  });

  after(async () => {
    witness.close();
    if (folder === undefined) return;
    warnings.dispose();
    await launch.update('configurations', configurations);
    for (const name of [COMMANDS, STUBBORN, DEBUGGED]) await session.request(deletePool, { name });
    const { QueueUrl } = await callSqs(await api.start(), 'GetQueueUrl', { QueueName: QUEUE });
    await callSqs(await api.start(), 'DeleteQueue', { QueueUrl });
    // What is known of it would make a stop of the broker ask about its messages.
    await commands.executeCommand('queueside.refreshQueues');
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, code = ''): string {
    const path = join(folder, name);
    writeFileSync(path, witness.write(code));
    return path;
  }

  async function start(
    command: 'runPool' | 'debugPool',
    name: string,
    program: Pick<PoolDefinition, 'command' | 'launch'>,
  ): Promise<WitnessedProcess[]> {
    const policy = { type: 'manual' } as const;
    await session.request(putPool, { name, queue: QUEUE, ...program, min: 2, grace: GRACE_SECONDS, policy });
    await commands.executeCommand(`queueside.${command}`, name);
    return [await witness.next(), await witness.next()];
  }

  it('end with all of their processes, and the window says so', async () => {
    const run = (path: string) => ({ command: `exec ${NODE} ${JSON.stringify(path)}` });
    const stopped = waitForStop();
    const paused = await start('debugPool', DEBUGGED, { launch: DEBUGGED });
    const workers = [
      ...(await start('runPool', COMMANDS, run(write('worker.cjs')))),
      ...(await start(
        'runPool',
        STUBBORN,
        run(write('stubborn.cjs', 'process.on("SIGTERM", () => undefined);')),
      )),
      ...paused,
    ];
    paused[0]?.tell('stop here');
    await stopped;
    const sessionsEnded = [1, 2].map((number) => waitForEnd(`${DEBUGGED} #${number}`));
    const [broker, ...others] = findBrokers();
    assert.ok(broker !== undefined && others.length === 0);
    const killedAt = performance.now();
    process.kill(broker, 'SIGKILL');
    for (const { ended, pid } of workers) {
      await ended;
      await waitUntilGone(pid);
    }
    const elapsedMs = performance.now() - killedAt;
    assert.ok(elapsedMs < GRACE_SECONDS * 1_000 + SLACK_MS, `${elapsedMs} ms`);
    await Promise.all(sessionsEnded);
    for (const name of [COMMANDS, STUBBORN, DEBUGGED]) {
      await warnings.waitFor(`The broker is not connected. The processes of the pool ${name} are ended.`);
    }
  });

  it('do not run at the next broker until the user runs them again', async () => {
    await api.start();
    for (const name of [COMMANDS, STUBBORN, DEBUGGED]) await waitForPool(session, name, isIdle);
    await commands.executeCommand('queueside.runPool', COMMANDS);
    const workers = [await witness.next(), await witness.next()];
    await commands.executeCommand('queueside.stopPool', COMMANDS);
    await waitForPool(session, COMMANDS, isIdle);
    for (const { pid } of workers) await waitUntilGone(pid);
  });
});

function isIdle({ state }: { readonly state: string }): boolean {
  return state === 'idle';
}
