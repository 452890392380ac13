import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, debug, tasks, workspace } from 'vscode';
import type { PoolDefinition } from '../../../broker/protocol/poolDefinition.ts';
import { deletePool, type PoolInfo, putPool } from '../../../broker/protocol/pools.ts';
import type { QueuesideApi } from '../../../extension/api.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../support/callSqs.ts';
import { Witness, type WitnessedProcess, waitUntilGone } from '../../support/witness.ts';
import { activateExtension } from './support/activateExtension.ts';
import { waitForPool } from './support/waitForPool.ts';

const NAME = 'host-workers';
const QUEUE = 'host-jobs';
const NODE = JSON.stringify(process.env['QUEUESIDE_NODE'] ?? 'node');

/** Processes one message at a time, the first one when the test says so, and finishes it before it ends. */
const WORKER = `
const { appendFileSync } = require("node:fs");
const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-sqs'))});
const client = new SQSClient({});
const { QUEUE_URL: QueueUrl } = process.env;
const go = new Promise((resolve) => witness.once("data", resolve));
let isHolding = false;
process.on("SIGTERM", () => {
  if (isHolding) appendFileSync("ended-with-a-message", "x");
  process.exit();
});
(async () => {
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    for (const { Body, ReceiptHandle } of Messages) {
      isHolding = true;
      await go;
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      appendFileSync("done", Body + "\\n");
      isHolding = false;
    }
  }
})();
`;

/** Knows its queue and the broker, or is not seen; stops when the test says so. */
const DEBUGGED = `
if (!process.env.QUEUE_URL?.startsWith(process.env.AWS_ENDPOINT_URL_SQS ?? "none")) process.exit(7);
witness.once("data", () => { debugger; });
`;

describe('a worker pool in a window', function () {
  this.timeout(60_000);
  const witness = new Witness();
  let api: QueuesideApi;
  let session: BrokerClient;
  let endpoint: string;
  let queueUrl: string | undefined;
  let folder: string;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    await witness.listen();
    api = await activateExtension();
    endpoint = await api.start();
    const client = api.testing?.connections.all[0]?.can.idempotence;
    assert.ok(client);
    session = client;
    ({ QueueUrl: queueUrl } = (await callSqs(endpoint, 'CreateQueue', { QueueName: QUEUE })) as {
      QueueUrl: string;
    });
  });

  after(async () => {
    witness.close();
    if (queueUrl === undefined) return;
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
    // What is known of it would make a stop of the broker ask about its messages.
    await commands.executeCommand('queueside.refreshQueues');
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-pool-'));
  });

  afterEach(async () => {
    await session.request(deletePool, { name: NAME });
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (more: Partial<PoolDefinition>) =>
    session.request(putPool, { name: NAME, queue: QUEUE, ...more });

  const poolIs = (holds: (pool: PoolInfo) => boolean) => waitForPool(session, NAME, holds);
  const countAlive = ({ processes }: PoolInfo) => processes.filter(({ end }) => end === undefined).length;

  it('grows from one process to four with the backlog, and back, and loses nothing', async () => {
    const bodies = Array.from({ length: 60 }, (_, index) => `message ${index}`);
    for (const MessageBody of bodies) {
      await callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody });
    }
    const file = join(folder, 'worker.cjs');
    writeFileSync(file, witness.write(WORKER));
    await put({
      command: `cd ${JSON.stringify(folder)} && exec ${NODE} worker.cjs`,
      min: 1,
      max: 4,
      policy: { type: 'keda', queueLength: 15 },
      timeScale: 100,
    });
    await commands.executeCommand('queueside.runPool', NAME);
    const workers: WitnessedProcess[] = [];
    while (workers.length < 4) workers.push(await witness.next());
    const full = await poolIs(({ processes }) => processes.filter(({ leases }) => leases === 1).length === 4);
    assert.deepEqual(
      full.processes.map(({ name }) => name),
      [1, 2, 3, 4].map((number) => `${NAME} #${number}`),
    );
    for (const worker of workers) worker.tell('go');
    const small = await poolIs(
      ({ desired, processes }) =>
        desired === 1 && processes.length === 4 && processes.filter(({ end }) => end).length === 3,
    );
    assert.deepEqual(
      small.processes.flatMap(({ end }) => (end === undefined ? [] : [[end.code, end.lostLeases]])),
      [0, 0, 0].map(() => [0, 0]),
    );
    const done = readFileSync(join(folder, 'done'), 'utf8').trim().split('\n');
    assert.deepEqual(done.toSorted(), bodies.toSorted());
    assert.throws(() => readFileSync(join(folder, 'ended-with-a-message')));
    await commands.executeCommand('queueside.stopPool', NAME);
    await poolIs(({ state }) => state === 'idle');
    for (const { pid, ended } of workers) {
      await ended;
      await waitUntilGone(pid);
    }
  });

  it('runs as a task, which ends with the pool', async () => {
    writeFileSync(join(folder, 'worker.cjs'), witness.write());
    await put({
      command: `cd ${JSON.stringify(folder)} && exec ${NODE} worker.cjs`,
      desired: 1,
      policy: { type: 'manual' },
    });
    const task = (await tasks.fetchTasks({ type: 'queueside' })).find(({ name }) => name === NAME);
    assert.ok(task);
    const ended = new Promise<number | undefined>((resolve) => {
      tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name === NAME) resolve(exitCode);
      });
    });
    await tasks.executeTask(task);
    const worker = await witness.next();
    await commands.executeCommand('queueside.stopPool', NAME);
    assert.equal(await ended, 0);
    await waitUntilGone(worker.pid);
  });

  for (const [what, describeProgram] of [
    ['a launch configuration', () => ({ launch: NAME })],
    ['a command', (program: string) => ({ command: `node ${program} 3` })],
  ] as const) {
    it(`attaches the debugger to every process of ${what}, and ends none that is paused`, async () => {
      const program = join(folder, 'debugged.cjs');
      writeFileSync(program, witness.write(DEBUGGED));
      const launch = workspace.getConfiguration('launch');
      const before = launch.get('configurations');
      const configuration = {
        type: 'node',
        request: 'launch',
        name: NAME,
        program,
        console: 'internalConsole',
      };
      await launch.update('configurations', [configuration]);
      const sessions: string[] = [];
      const listener = debug.onDidStartDebugSession(({ name, parentSession }) => {
        if (parentSession === undefined) sessions.push(name);
      });
      try {
        await put({ ...describeProgram(program), max: 2, desired: 2, policy: { type: 'manual' }, grace: 5 });
        await commands.executeCommand('queueside.debugPool', NAME);
        const [first, second] = [await witness.next(), await witness.next()];
        await poolIs(({ processes }) => processes.every(({ processId }) => processId !== undefined));
        first.tell('stop here');
        const { processes } = await poolIs((pool) =>
          pool.processes.some(({ isPaused }) => isPaused === true),
        );
        const paused = processes.find(({ isPaused }) => isPaused === true);
        assert.equal(paused?.processId, first.pid);
        assert.deepEqual(sessions.toSorted(), [`${NAME} #1`, `${NAME} #2`]);
        await put({ ...describeProgram(program), max: 1, desired: 1, policy: { type: 'manual' }, grace: 5 });
        const one = await poolIs((pool) => countAlive(pool) === 1);
        assert.equal(one.processes.find(({ end }) => end === undefined)?.number, paused.number);
        await second.ended;
      } finally {
        await commands.executeCommand('queueside.stopPool', NAME);
        await poolIs(({ state }) => state === 'idle');
        listener.dispose();
        await launch.update('configurations', before);
      }
    });
  }
});
