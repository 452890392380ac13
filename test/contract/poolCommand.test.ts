import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { advanceClock } from '../../broker/protocol/clock.ts';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import {
  deletePool,
  listPools,
  type PoolInfo,
  poolsChanged,
  putPool,
  setPoolDesired,
} from '../../broker/protocol/pools.ts';
import { createQueue, deleteQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { type Outcome, runProgram } from '../support/runProgram.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, TOKEN } from '../support/testBroker.ts';
import { waitUntilGone, Witness, type WitnessedProcess } from '../support/witness.ts';

const NAME = 'image-workers';
const QUEUE = 'images';
const NODE = `"${process.execPath}"`;

/** Receives one message after the other. It has the first one until it is told to go on; at SIGTERM, it finishes what it has. */
const WORKER = `
const call = (action, input) => fetch(process.env.AWS_ENDPOINT_URL_SQS, {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.' + action,
    authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID +
      '/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: JSON.stringify({ QueueUrl: process.env.QUEUE_URL, ...input }),
}).then((response) => response.text()).then((text) => JSON.parse(text || '{}'));
let isFree = false;
let isBusy = false;
let isAsked = false;
process.on('SIGTERM', () => {
  isAsked = true;
  if (!isBusy) process.exit(0);
});
const told = () => new Promise((resolve) => witness.once('data', resolve));
(async () => {
  for (;;) {
    const { Messages = [] } = await call('ReceiveMessage', { WaitTimeSeconds: 20 });
    for (const { Body, ReceiptHandle } of Messages) {
      isBusy = true;
      const go = told();
      console.log('has ' + Body);
      if (!isFree) await go;
      isFree = true;
      await call('DeleteMessage', { ReceiptHandle });
      console.log('deleted ' + Body);
      isBusy = false;
      if (isAsked) process.exit(0);
    }
  }
})();
`;

describe('queueside pool', () => {
  const witness = new Witness();
  let client: ControlClient;
  let control: string;
  let endpoint: string;
  let folder: string;
  let queue: QueueSummary;
  let runners: BrokerProcess[];

  /** `queueside pool run`, in the folder of the test. */
  const run = (...args: string[]): BrokerProcess => {
    const runner = new BrokerProcess(
      ['pool', 'run', NAME, '--control', control, ...args],
      { ...process.env, QUEUESIDE_TOKEN: TOKEN },
      folder,
    );
    runners.push(runner);
    return runner;
  };
  const call = (...args: string[]): Promise<Outcome> =>
    runProgram(['pool', ...args, '--control', control], { ...process.env, QUEUESIDE_TOKEN: TOKEN });
  const put = (more: Partial<PoolDefinition> = {}): Promise<unknown> =>
    client.request(putPool, {
      name: NAME,
      queue: QUEUE,
      command: `exec ${NODE} worker.js`,
      desired: 1,
      policy: { type: 'manual' },
      ...more,
    });
  const writeWorker = (code = ''): void => writeFileSync(join(folder, 'worker.js'), witness.write(code));
  const findPool = ({ pools }: { readonly pools: readonly PoolInfo[] }): PoolInfo | undefined =>
    pools.find(({ definition }) => definition.name === NAME);
  /** Resolves when the broker says this of the pool; asks after each change. */
  const poolIs = async (holds: (pool: PoolInfo) => boolean): Promise<PoolInfo> => {
    for (;;) {
      const changed = client.waitFor(poolsChanged);
      const pool = findPool(await client.request(listPools, {}));
      if (pool !== undefined && holds(pool)) return pool;
      await changed;
    }
  };
  const send = async (...bodies: string[]): Promise<void> => {
    const program = new SqsProgram(endpoint);
    for (const MessageBody of bodies) await program.call('SendMessage', { QueueUrl: queue.url, MessageBody });
    program.close();
  };
  const assertGone = async (processes: readonly WitnessedProcess[]): Promise<void> => {
    for (const { pid, ended } of processes) {
      await ended;
      await waitUntilGone(pid);
    }
  };

  before(async function () {
    // There, no signal asks a program to end.
    if (process.platform === 'win32') this.skip();
    await witness.listen();
  });
  after(() => witness.close());

  beforeEach(async () => {
    const { info } = await startTestBroker();
    ({ control, endpoint } = info);
    client = await openClient(control);
    queue = await client.request(createQueue, { name: QUEUE, attributes: {} });
    folder = mkdtempSync(join(tmpdir(), 'queueside-pool-'));
    runners = [];
    writeWorker();
  });

  afterEach(async () => {
    for (const { child, exit } of runners) {
      child.kill('SIGKILL');
      await exit;
    }
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs as many processes as there should be, and ends them in order at Ctrl+C', async () => {
    writeWorker('process.on("SIGTERM", () => process.exit(0)); console.log("works")');
    await put({ desired: 2 });
    const runner = run();
    const processes = [await witness.next(), await witness.next()];
    await runner.prints(/^image-workers #1 \| works$/m);
    await runner.prints(/^image-workers #2 \| works$/m);
    await runner.says(/^image-workers #2: started, process ID \d+$/m);
    await client.request(setPoolDesired, { name: NAME, desired: 3 });
    processes.push(await witness.next());
    await runner.says(
      /^image-workers: At \S+ a user request explicitly set group desired capacity changing the desired capacity from 2 to 3\.$/m,
    );
    runner.child.kill('SIGINT');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^image-workers #3: ended with exit code 0$/m);
    await assertGone(processes);
    assert.equal((await poolIs(({ state }) => state === 'idle')).crashes, 0);
  });

  it('gives each process its own credential, the address of the broker and the URL of its queue', async () => {
    writeWorker(`const { AWS_ENDPOINT_URL_SQS, QUEUE_URL, AWS_REGION, AWS_ACCESS_KEY_ID, QUEUESIDE_TOKEN, AWS_PROFILE } = process.env;
      console.log(JSON.stringify({ AWS_ENDPOINT_URL_SQS, QUEUE_URL, AWS_REGION, AWS_ACCESS_KEY_ID, QUEUESIDE_TOKEN, AWS_PROFILE }))`);
    await put();
    const runner = run();
    const [, text = ''] = await runner.prints(/^image-workers #1 \| (\{.*\})$/m);
    const { processes } = await poolIs(({ processes: all }) => all[0]?.processId !== undefined);
    assert.deepEqual(JSON.parse(text), {
      AWS_ENDPOINT_URL_SQS: endpoint,
      QUEUE_URL: queue.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: processes[0]?.consumerId,
    });
    assert.equal((await witness.next()).pid, processes[0]?.processId);
  });

  it('drains a process at scale-in: it finishes its message, and gets no other', async () => {
    writeWorker(WORKER);
    await put();
    await send('one');
    const runner = run();
    const worker = await witness.next();
    await runner.prints(/#1 \| has one$/m);
    await client.request(setPoolDesired, { name: NAME, desired: 0 });
    await poolIs(({ processes }) => processes[0]?.state === 'draining');
    await send('two');
    worker.tell('go');
    await assertGone([worker]);
    runner.child.kill('SIGINT');
    const { stdout } = await runner.exit;
    assert.match(stdout, /#1 \| deleted one$/m);
    assert.doesNotMatch(stdout, /two/);
  });

  it('follows the backlog up from nothing and back, with no message lost', async () => {
    const bodies = ['a', 'b', 'c', 'd', 'e', 'f'];
    writeWorker(WORKER);
    await put({ desired: 0, max: 3, policy: { type: 'keda', queueLength: 2, pollingInterval: 1 } });
    await send(...bodies);
    const runner = run();
    const workers = [await witness.next()];
    await runner.says(/^image-workers: At \S+ .* changing the desired capacity from 0 to 1\.$/m);
    await runner.prints(/#1 \| has \w$/m);
    // The scaler is active; a quarter of a minute later, the autoscaler sees six messages for one process.
    await client.request(advanceClock, { byMs: 15_000 });
    workers.push(await witness.next(), await witness.next());
    await runner.says(/ changing the desired capacity from 1 to 3\.$/m);
    await runner.prints(/#2 \| has \w$/m);
    await runner.prints(/#3 \| has \w$/m);
    for (const worker of workers) worker.tell('go');
    for (const body of bodies) await runner.prints(new RegExp(`deleted ${body}$`, 'm'));
    // The cooldown.
    for (let seconds = 0; seconds <= 60; seconds += 10) await client.request(advanceClock, { byMs: 10_000 });
    await assertGone(workers);
    await runner.says(/ changing the desired capacity from \d to 0\.$/m);
    runner.child.kill('SIGINT');
    const { code, stdout } = await runner.exit;
    assert.equal(code, 0);
    const deleted = [...stdout.matchAll(/deleted (\w)$/gm)].map(([, body]) => body);
    assert.deepEqual(deleted.sort(), bodies);
  });

  it('kills a process that ignores SIGTERM when its grace period is over on the clock of the broker', async () => {
    writeWorker('process.on("SIGTERM", () => console.log("no"))');
    await put({ grace: 600 });
    const runner = run();
    const worker = await witness.next();
    runner.child.kill('SIGTERM');
    await runner.prints(/#1 \| no$/m);
    await client.request(advanceClock, { byMs: 600_000 });
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0);
    assert.match(stderr, /#1: ended with signal SIGKILL$/m);
    await assertGone([worker]);
  });

  it('kills at a second Ctrl+C', async () => {
    writeWorker('process.on("SIGTERM", () => console.log("no"))');
    await put({ grace: 600 });
    const runner = run();
    const worker = await witness.next();
    runner.child.kill('SIGINT');
    await runner.prints(/#1 \| no$/m);
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 130);
    await assertGone([worker]);
  });

  it('ends its processes in order when what reads its output has ended', async () => {
    writeWorker('process.on("SIGTERM", () => process.exit(0)); setInterval(() => console.log("works"), 1)');
    await put({ grace: 600 });
    const runner = run();
    const worker = await witness.next();
    await runner.prints(/works/);
    runner.child.stdout?.destroy();
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /#1: ended with exit code 0$/m);
    await assertGone([worker]);
  });

  it('starts a process again that crashed, with a back-off, and ends when it has crashed five times', async () => {
    writeFileSync(join(folder, 'worker.js'), 'console.log("has begun"); throw new Error("no such bucket")');
    await put({ command: `${NODE} worker.js` });
    const runner = run();
    for (let crashes = 1; crashes < 5; crashes++) {
      const pool = await poolIs((each) => each.crashes === crashes && each.restartsAt !== undefined);
      const last = pool.processes.findLast(({ state }) => state === 'crashed');
      assert.equal(last?.end?.code, 1);
      assert.ok(last.end.lastLines.includes('Error: no such bucket'), last.end.lastLines.join('\n'));
      await client.request(advanceClock, { byMs: 60_000 });
    }
    const { code, stderr } = await runner.exit;
    assert.equal(code, 3, stderr);
    assert.match(stderr, /^image-workers: The next process starts at \S+\.$/m);
    assert.match(
      stderr,
      /^image-workers: image-workers #5 crashed.*\n(?:.*\n)*?image-workers: .*Error: no such bucket$/m,
    );
    assert.doesNotMatch(stderr, /#6/);
  });

  it('says which command does not exist', async () => {
    await put({ command: 'queueside-no-such-command --fast' });
    const runner = run();
    await runner.says(/^image-workers #1 \| .*queueside-no-such-command: .*not found$/m);
    const { processes } = await poolIs(({ crashes }) => crashes === 1);
    assert.equal(processes[0]?.end?.code, 127);
    assert.match(processes[0].end.lastLines.join('\n'), /not found/);
  });

  it('declares the pool of a file, and runs its command in the folder of the file', async () => {
    const pool = { queue: 'thumbnails', command: `exec ${NODE} worker.js`, min: 1 };
    const text = JSON.stringify({ queues: { thumbnails: {} }, pools: { [NAME]: pool } });
    writeFileSync(join(folder, 'queueside.json'), text);
    const here = run();
    await witness.next();
    await here.says(/^image-workers #1: started/m);
    here.child.kill('SIGINT');
    assert.equal((await here.exit).code, 0);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'pools.json'), text);
    writeFileSync(join(other, 'worker.js'), 'console.log(process.cwd(), process.env.QUEUE_URL)');
    const there = run('--config', join('other', 'pools.json'));
    const [, cwd, url] = await there.prints(/ \| (\S+) (\S+)$/m);
    assert.equal(cwd, realpathSync(other));
    assert.equal(url, `${endpoint}/000000000000/thumbnails`);
  });

  it('says what is wrong with the file that is to declare the pool', async () => {
    const missing = await run('--config', 'nothing.json').exit;
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /^queueside pool: nothing\.json /);
    writeFileSync(join(folder, 'queueside.json'), '{\n  "queues": 5\n}');
    const invalid = await run().exit;
    assert.equal(invalid.code, 2);
    assert.match(invalid.stderr, /^queueside pool: queueside\.json:2:\d+: /);
    writeFileSync(join(folder, 'queueside.json'), '{"queues": {}}');
    const empty = await run().exit;
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /queueside\.json declares no pool image-workers\./);
  });

  it('leaves no process when it is killed', async () => {
    await put({ desired: 2 });
    const runner = run();
    const processes = [await witness.next(), await witness.next()];
    runner.child.kill('SIGKILL');
    await assertGone(processes);
    await poolIs(({ state }) => state === 'idle');
  });

  it('ends its processes when the broker is killed', async () => {
    const broker = new BrokerProcess(['--port', '0'], { QUEUESIDE_TOKEN: TOKEN });
    runners.push(broker);
    ({ control } = await broker.line());
    const other = await openClient(control);
    await other.request(createQueue, { name: QUEUE, attributes: {} });
    await other.request(putPool, {
      name: NAME,
      queue: QUEUE,
      command: `exec ${NODE} worker.js`,
      desired: 2,
      policy: { type: 'manual' },
    });
    const runner = run();
    const processes = [await witness.next(), await witness.next()];
    broker.child.kill('SIGKILL');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 1);
    assert.match(stderr, /^image-workers: The connection to the broker was lost\./m);
    await assertGone(processes);
  });

  it('keeps its processes when their queue is deleted, and says so', async () => {
    await put({ policy: { type: 'keda', pollingInterval: 1 }, min: 1 });
    const runner = run();
    const worker = await witness.next();
    await client.request(deleteQueue, { queueArn: queue.arn });
    await client.request(advanceClock, { byMs: 2000 });
    await runner.says(/^image-workers: There is no queue images\.$/m);
    assert.equal((await poolIs(({ failure }) => failure !== undefined)).state, 'running');
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 0);
    await assertGone([worker]);
  });

  it('ends when another program stops or deletes the pool', async () => {
    await put();
    const stopped = run();
    const first = await witness.next();
    const { code, stdout } = await call('stop', NAME);
    assert.equal(code, 0);
    assert.match(stdout, /^image-workers +images +stopping/m);
    assert.equal((await stopped.exit).code, 0);
    await assertGone([first]);
    const deleted = run();
    const second = await witness.next();
    await client.request(deletePool, { name: NAME });
    const { code: exitCode, stderr } = await deleted.exit;
    assert.equal(exitCode, 0);
    assert.match(stderr, /^image-workers: The pool was deleted\.$/m);
    await assertGone([second]);
  });

  it('lists pools, and sets how many processes there should be', async () => {
    assert.equal((await call()).stdout, 'There are no pools.\n');
    await put();
    const listed = await call('list');
    assert.match(listed.stdout, /^pool +queue +state +desired.*\nimage-workers +images +idle +1 +0 +0 +0$/m);
    const { pools } = JSON.parse((await call('list', '--json')).stdout) as { pools: PoolInfo[] };
    assert.equal(pools[0]?.definition.name, NAME);
    const idle = await call('desired', NAME, '2');
    assert.equal(idle.code, 1);
    assert.match(idle.stderr, /The pool image-workers is not running\./);
    run();
    await witness.next();
    assert.match((await call('desired', NAME, '2')).stdout, /^image-workers +images +running +2/m);
    await witness.next();
  });

  it('leaves a launch configuration to the editor', async () => {
    await client.request(putPool, { name: NAME, queue: QUEUE, launch: 'Worker' });
    const { code, stderr } = await run().exit;
    assert.equal(code, 1);
    assert.match(stderr, /starts a launch configuration\. Run it in VS Code\./);
  });

  for (const { args, code, says } of [
    { args: ['run', 'nothing'], code: 2, says: /There is no pool nothing\. Declare it in queueside\.json/ },
    { args: ['run'], code: 2, says: /use run NAME, list, desired NAME N or stop NAME/ },
    { args: ['desired', NAME, '-1'], code: 2, says: /unknown option -1/ },
    { args: ['desired', NAME, 'many'], code: 2, says: /many is not a number from 0 to 100/ },
    { args: ['desired', NAME, '101'], code: 2, says: /101 is not a number from 0 to 100/ },
    { args: ['list', '--user', 'a'], code: 2, says: /list has no option --user/ },
    { args: ['run', NAME, '--json'], code: 2, says: /run has no option --json/ },
    { args: ['stop', 'nothing'], code: 1, says: /There is no pool nothing\./ },
  ]) {
    it(`says what is wrong with: ${args.join(' ')}`, async () => {
      const outcome = await call(...args);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, says);
      assert.equal(outcome.stdout, '');
    });
  }
});
