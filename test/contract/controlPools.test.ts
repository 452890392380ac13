import assert from 'node:assert/strict';
import { readAlarmHistory } from '../../broker/protocol/alarms.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { applyDefinitions } from '../../broker/protocol/definitions.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import {
  deletePool,
  killPoolProcess,
  leavePool,
  listPools,
  type PoolInfo,
  type PoolOrderParams,
  poolDecided,
  poolOrdered,
  poolsChanged,
  protectPoolProcess,
  putPool,
  readPoolHistory,
  reportPoolExited,
  reportPoolPaused,
  reportPoolStarted,
  runPool,
  setPoolDesired,
  startPool,
  stopPool,
} from '../../broker/protocol/pools.ts';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { ManualMachine } from '../support/manualMachine.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const NAME = 'image-workers';
const DEFINITION: PoolDefinition = {
  name: NAME,
  queue: 'images',
  command: 'node worker.js',
  desired: 2,
  policy: { type: 'manual' },
};

/** Answers of a runner come one after the other: an order is there when the answer to the call that made it is. */
describe('Worker pools over the control channel', () => {
  let client: ControlClient;
  let runner: ControlClient;
  let control: string;
  let endpoint: string;
  let orders: PoolOrderParams[];

  const findPool = async (): Promise<PoolInfo> => {
    const { pools } = await client.request(listPools, {});
    return pools.find(({ definition }) => definition.name === NAME) ?? assert.fail('no pool');
  };
  const takeOrders = async (): Promise<readonly PoolOrderParams[]> => {
    // Whatever was sent before this answer has arrived with it.
    await runner.request(listPools, {});
    return orders.splice(0);
  };

  before(async () => {
    const { info } = await startTestBroker();
    ({ control, endpoint } = info);
    client = await openClient(control);
    await client.request(createQueue, { name: 'images', attributes: {} });
  });

  beforeEach(async () => {
    runner = await openClient(control);
    orders = [];
    runner.on(poolOrdered, (order) => orders.push(order));
    await client.request(putPool, DEFINITION);
  });

  afterEach(async () => {
    runner.socket.terminate();
    await client.request(deletePool, { name: NAME });
  });

  it('are declared with their default values, and every client gets a notification', async () => {
    const told = client.waitFor(poolsChanged, ({ pools }) => pools.some(({ state }) => state === 'idle'));
    const { pools } = await client.request(putPool, { ...DEFINITION, max: 8 });
    const [pool] = pools;
    assert.deepEqual(
      { state: pool?.state, desired: pool?.desired, processes: pool?.processes },
      { state: 'idle', desired: 2, processes: [] },
    );
    const { min, max, cooldown, grace, mode } = pool?.definition ?? assert.fail();
    assert.deepEqual(
      { min, max, cooldown, grace, mode },
      { min: 0, max: 8, cooldown: 60, grace: 30, mode: 'drain' },
    );
    await told;
  });

  it('are refused with the member that is wrong', async () => {
    const wrong: PoolDefinition[] = [
      { ...DEFINITION, min: 5, max: 2 },
      { name: NAME, queue: 'images' },
      { ...DEFINITION, policy: { type: 'targetTracking', target: 0 } },
    ];
    for (const definition of wrong) {
      await assert.rejects(client.request(putPool, definition), { code: CONTROL_ERROR_CODES.serviceError });
    }
  });

  it('order processes with credentials of their own from the connection that runs them', async () => {
    const { pool } = await runner.request(runPool, { name: NAME });
    assert.equal(pool.state, 'running');
    const started = await takeOrders();
    assert.deepEqual(
      started.map((order) => order.order === 'start' && [order.processName, order.definition.command]),
      [
        [`${NAME} #${pool.processes[0]?.number}`, 'node worker.js'],
        [`${NAME} #${pool.processes[1]?.number}`, 'node worker.js'],
      ],
    );
    assert.equal(new Set(pool.processes.map(({ consumerId }) => consumerId)).size, 2);
    await assert.rejects(client.request(runPool, { name: NAME }), /Another program runs/);
    await assert.rejects(client.request(reportPoolStarted, { name: NAME, process: 1 }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
  });

  it('know their processes by name in the trace, from the first receive on', async () => {
    await runner.request(runPool, { name: NAME });
    const [first] = await takeOrders();
    assert.ok(first?.order === 'start');
    await runner.request(reportPoolStarted, { name: NAME, process: first.process, processId: 4711 });
    assert.equal((await findPool()).processes.at(-2)?.state, 'starting');
    const program = new SqsProgram(endpoint, first.credential.accessKeyId);
    const QueueUrl = `${endpoint}/000000000000/images`;
    const { MessageId } = await program.call('SendMessage', { QueueUrl, MessageBody: 'one' });
    const { Messages } = await program.call('ReceiveMessage', { QueueUrl });
    program.close();
    assert.equal(Messages.length, 1);
    const process = (await findPool()).processes.find(({ number }) => number === first.process);
    assert.deepEqual(
      { state: process?.state, leases: process?.leases, processId: process?.processId },
      { state: 'inService', leases: 1, processId: 4711 },
    );
    await runner.request(reportPoolExited, {
      name: NAME,
      process: first.process,
      signal: 'SIGKILL',
      lastLines: ['oops'],
    });
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    const lost = events.findLast(({ kind }) => kind === 'leaseLost');
    assert.deepEqual([lost?.consumer?.name, lost?.messageId], [first.processName, MessageId]);
    const received = events.findLast(({ kind }) => kind === 'received');
    assert.equal(received?.consumer?.name, first.processName);
  });

  it('end processes in order, and start others in the place of those that are killed', async () => {
    const { pool } = await runner.request(runPool, { name: NAME });
    const [older, younger] = pool.processes.map(({ number }) => number) as [number, number];
    await takeOrders();
    await client.request(setPoolDesired, { name: NAME, desired: 1 });
    assert.deepEqual(await takeOrders(), [
      { name: NAME, order: 'stop', process: younger, signal: 'SIGTERM', graceMs: 30_000 },
    ]);
    await runner.request(reportPoolExited, { name: NAME, process: younger, code: 0, lastLines: [] });
    await client.request(killPoolProcess, { name: NAME, process: older });
    assert.deepEqual(await takeOrders(), [{ name: NAME, order: 'kill', process: older }]);
    await runner.request(reportPoolExited, { name: NAME, process: older, signal: 'SIGKILL', lastLines: [] });
    const [next, ...others] = await takeOrders();
    assert.deepEqual([next?.order, next?.process, others], ['start', younger + 1, []]);
    const { decisions } = await client.request(readPoolHistory, { name: NAME });
    assert.match(
      decisions.at(-1)?.cause ?? '',
      /^At \S+Z a user request explicitly set group desired capacity changing the desired capacity from 2 to 1\.$/,
    );
  });

  it('do not choose processes that are paused or protected', async () => {
    const { pool } = await runner.request(runPool, { name: NAME });
    const [older, younger] = pool.processes.map(({ number }) => number) as [number, number];
    await takeOrders();
    await runner.request(reportPoolPaused, { name: NAME, process: younger, isPaused: true });
    await client.request(protectPoolProcess, { name: NAME, process: older, isProtected: true });
    await client.request(setPoolDesired, { name: NAME, desired: 0 });
    assert.deepEqual(await takeOrders(), []);
    await runner.request(reportPoolPaused, { name: NAME, process: younger, isPaused: false });
    assert.deepEqual(
      (await takeOrders()).map(({ order, process }) => [order, process]),
      [['stop', younger]],
    );
  });

  it('are stopped, and started again by their runner only', async () => {
    await assert.rejects(client.request(startPool, { name: NAME }), /No program runs the pool/);
    const { pool } = await runner.request(runPool, { name: NAME });
    await client.request(stopPool, { name: NAME });
    assert.equal((await findPool()).state, 'stopping');
    for (const { number } of pool.processes) {
      await runner.request(reportPoolExited, { name: NAME, process: number, code: 0, lastLines: [] });
    }
    assert.equal((await findPool()).state, 'stopped');
    await client.request(startPool, { name: NAME });
    assert.equal((await findPool()).state, 'running');
    await runner.request(leavePool, { name: NAME });
    assert.equal((await findPool()).state, 'idle');
  });

  it('take their processes for ended when the connection of their runner is lost', async () => {
    await runner.request(runPool, { name: NAME });
    const told = client.waitFor(poolsChanged, ({ pools }) => pools.some(({ state }) => state === 'idle'));
    runner.socket.terminate();
    await told;
    const { processes } = await findPool();
    assert.deepEqual(
      processes.map(({ state }) => state),
      ['stopped', 'stopped'],
    );
  });
});

describe('Worker pools that follow an alarm', () => {
  const file = {
    queues: { orders: {} },
    alarms: {
      waiting: {
        queue: 'orders',
        metricName: 'ApproximateNumberOfMessagesVisible',
        statistic: 'Maximum',
        period: 60,
        evaluationPeriods: 1,
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 10,
        alarmActions: ['workers'],
      },
    },
    pools: {
      workers: {
        queue: 'orders',
        command: 'node worker.js',
        max: 10,
        policy: {
          type: 'step',
          alarm: 'waiting',
          steps: [
            { lower: 0, upper: 20, adjustment: 1 },
            { lower: 20, adjustment: 3 },
          ],
        },
      },
    },
  };

  it('grow in the minute in which it goes off, by how far the metric is above its threshold', async () => {
    // Its time passes only when it is advanced: no minute ends in between.
    const { info } = await startTestBroker({ clock: new ControllableClock(new ManualMachine()) });
    const client = await openClient(info.control);
    const applied = await client.request(applyDefinitions, { text: JSON.stringify(file), folder: '/shop' });
    assert.deepEqual(applied.problems, []);
    const { pools } = await client.request(listPools, {});
    assert.deepEqual([pools[0]?.folder, pools[0]?.state], ['/shop', 'idle']);
    await client.request(runPool, { name: 'workers' });
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
    for (let sent = 0; sent < 40; sent++) await client.request(sendMessage, { queueArn, body: 'work' });
    const decided = client.waitFor(poolDecided);
    // The end of the minute that has the messages in it, and no further one.
    await client.request(advanceClock, { byMs: 60_000 });
    const { decision } = await decided;
    assert.deepEqual([decision.from, decision.to, decision.policy], [0, 3, 'step']);
    assert.deepEqual(decision.metrics, { value: 40, threshold: 10, adjustment: 3 });
    assert.equal(decision.metricName, 'ApproximateNumberOfMessagesVisible');
    assert.match(decision.cause, /a monitor alarm waiting in state ALARM triggered policy workers/);
    const { decisions } = await client.request(readPoolHistory, { name: 'workers' });
    assert.equal(decisions.length, 1);
    const { entries } = await client.request(readAlarmHistory, {
      alarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:waiting',
    });
    assert.match(
      entries.find(({ type }) => type === 'Action')?.summary ?? '',
      /^Successfully executed action/,
    );
  });
});
