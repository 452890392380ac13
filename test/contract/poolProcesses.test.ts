import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { putAlarm } from '../../broker/protocol/alarms.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { deletePool, putPool, setPoolDesired } from '../../broker/protocol/pools.ts';
import { createQueue, deleteQueue } from '../../broker/protocol/queue.ts';
import { ALARM_FORM } from '../support/alarmForm.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';
import { NAME, NODE, QUEUE, usePoolShell } from '../support/poolShell.ts';
import { TOKEN } from '../support/testBroker.ts';

/** Receives one message after the other. It keeps the first one until the test lets it continue. At SIGTERM, it finishes the message that it has. */
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

describe('processes of a pool that a shell runs', () => {
  const shell = usePoolShell();

  it('runs as many processes as there should be, and ends them in order at Ctrl+C', async () => {
    shell.writeWorker('process.on("SIGTERM", () => process.exit(0)); console.log("works")');
    await shell.put({ desired: 2 });
    const runner = shell.run();
    const processes = [await shell.witness.next(), await shell.witness.next()];
    await runner.prints(/^image-workers #1 \| works$/m);
    await runner.prints(/^image-workers #2 \| works$/m);
    await runner.says(/^image-workers #2: started, process ID \d+$/m);
    await shell.client.request(setPoolDesired, { name: NAME, desired: 3 });
    processes.push(await shell.witness.next());
    await runner.says(
      /^image-workers: At \S+ a user request explicitly set group desired capacity changing the desired capacity from 2 to 3\.$/m,
    );
    runner.child.kill('SIGINT');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^image-workers #3: ended with exit code 0$/m);
    await shell.assertGone(processes);
    assert.equal((await shell.poolIs(({ state }) => state === 'idle')).crashes, 0);
  });

  it('gives each process its own credential, the address of the broker and the URL of its queue', async () => {
    shell.writeWorker(`const { AWS_ENDPOINT_URL_SQS, QUEUE_URL, AWS_REGION, AWS_ACCESS_KEY_ID, QUEUESIDE_TOKEN, AWS_PROFILE } = process.env;
      console.log(JSON.stringify({ AWS_ENDPOINT_URL_SQS, QUEUE_URL, AWS_REGION, AWS_ACCESS_KEY_ID, QUEUESIDE_TOKEN, AWS_PROFILE }))`);
    await shell.put();
    const runner = shell.run();
    const [, text = ''] = await runner.prints(/^image-workers #1 \| (\{.*\})$/m);
    const { processes } = await shell.poolIs(({ processes: all }) => all[0]?.processId !== undefined);
    assert.deepEqual(JSON.parse(text), {
      AWS_ENDPOINT_URL_SQS: shell.endpoint,
      QUEUE_URL: shell.queue.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: processes[0]?.consumerId,
    });
    assert.equal((await shell.witness.next()).pid, processes[0]?.processId);
  });

  it('gives a process the URL of the queue that its pool has by then', async () => {
    shell.writeWorker('console.log(process.env.QUEUE_URL)');
    await shell.put();
    const runner = shell.run();
    await runner.prints(/^image-workers #1 \| \S+\/images$/m);
    await shell.put({ queue: 'thumbnails', min: 2, desired: 2 });
    await runner.prints(/^image-workers #2 \| \S+\/thumbnails$/m);
    const processes = [await shell.witness.next(), await shell.witness.next()];
    runner.child.kill('SIGINT');
    await shell.assertGone(processes);
  });

  it('gives a process the address of CloudWatch if the broker has alarms by then', async () => {
    shell.writeWorker('console.log(process.env.AWS_ENDPOINT_URL_CLOUDWATCH)');
    await shell.put();
    const runner = shell.run();
    await runner.prints(/^image-workers #1 \| undefined$/m);
    const queueArn = shell.queue.arn;
    await shell.client.request(putAlarm, { queueArn, name: 'old', form: ALARM_FORM, isNew: true });
    await shell.client.request(setPoolDesired, { name: NAME, desired: 2 });
    await runner.prints(new RegExp(`^image-workers #2 \\| ${shell.endpoint}$`, 'm'));
    const processes = [await shell.witness.next(), await shell.witness.next()];
    runner.child.kill('SIGINT');
    await shell.assertGone(processes);
  });

  it('drains a process at scale-in: it finishes its message, and gets no other', async () => {
    shell.writeWorker(WORKER);
    await shell.put();
    await shell.send('one');
    const runner = shell.run();
    const worker = await shell.witness.next();
    await runner.prints(/#1 \| has one$/m);
    await shell.client.request(setPoolDesired, { name: NAME, desired: 0 });
    await shell.poolIs(({ processes }) => processes[0]?.state === 'draining');
    await shell.send('two');
    worker.tell('go');
    await shell.assertGone([worker]);
    runner.child.kill('SIGINT');
    const { stdout } = await runner.exit;
    assert.match(stdout, /#1 \| deleted one$/m);
    assert.doesNotMatch(stdout, /two/);
  });

  it('follows the backlog up from nothing and back, with no message lost', async () => {
    const bodies = ['a', 'b', 'c', 'd', 'e', 'f'];
    shell.writeWorker(WORKER);
    await shell.put({ desired: 0, max: 3, policy: { type: 'keda', queueLength: 2, pollingInterval: 1 } });
    await shell.send(...bodies);
    const runner = shell.run();
    const workers = [await shell.witness.next()];
    await runner.says(/^image-workers: At \S+ .* changing the desired capacity from 0 to 1\.$/m);
    await runner.prints(/#1 \| has \w$/m);
    // The scaler is active; a quarter of a minute later, the autoscaler sees six messages for one process.
    await shell.client.request(advanceClock, { byMs: 15_000 });
    workers.push(await shell.witness.next(), await shell.witness.next());
    await runner.says(/ changing the desired capacity from 1 to 3\.$/m);
    await runner.prints(/#2 \| has \w$/m);
    await runner.prints(/#3 \| has \w$/m);
    for (const worker of workers) worker.tell('go');
    for (const body of bodies) await runner.prints(new RegExp(`deleted ${body}$`, 'm'));
    // The cooldown.
    for (let seconds = 0; seconds <= 60; seconds += 10)
      await shell.client.request(advanceClock, { byMs: 10_000 });
    await shell.assertGone(workers);
    await runner.says(/ changing the desired capacity from \d to 0\.$/m);
    runner.child.kill('SIGINT');
    const { code, stdout } = await runner.exit;
    assert.equal(code, 0);
    const deleted = [...stdout.matchAll(/deleted (\w)$/gm)].map(([, body]) => body);
    assert.deepEqual(new Set(deleted), new Set(bodies));
    assert.equal(deleted.length, bodies.length);
  });

  it('kills a process that ignores SIGTERM when its grace period is over on the clock of the broker', async () => {
    shell.writeWorker('process.on("SIGTERM", () => console.log("no"))');
    await shell.put({ grace: 600 });
    const runner = shell.run();
    const worker = await shell.witness.next();
    runner.child.kill('SIGTERM');
    await runner.prints(/#1 \| no$/m);
    await shell.client.request(advanceClock, { byMs: 600_000 });
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0);
    assert.match(stderr, /#1: ended with signal SIGKILL$/m);
    await shell.assertGone([worker]);
  });

  it('kills at a second Ctrl+C', async () => {
    shell.writeWorker('process.on("SIGTERM", () => console.log("no"))');
    await shell.put({ grace: 600 });
    const runner = shell.run();
    const worker = await shell.witness.next();
    runner.child.kill('SIGINT');
    await runner.prints(/#1 \| no$/m);
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 130);
    await shell.assertGone([worker]);
  });

  it('ends its processes in order when what reads its output has ended', async () => {
    shell.writeWorker(
      'process.on("SIGTERM", () => process.exit(0)); setInterval(() => console.log("works"), 1)',
    );
    await shell.put({ grace: 600 });
    const runner = shell.run();
    const worker = await shell.witness.next();
    await runner.prints(/works/);
    runner.child.stdout?.destroy();
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /#1: ended with exit code 0$/m);
    await shell.assertGone([worker]);
  });

  it('starts a process again that crashed, with a back-off, and ends when it has crashed five times', async () => {
    writeFileSync(
      join(shell.folder, 'worker.js'),
      'console.log("has begun"); throw new Error("no such bucket")',
    );
    await shell.put({ command: `${NODE} worker.js` });
    const runner = shell.run();
    for (let crashes = 1; crashes < 5; crashes++) {
      const pool = await shell.poolIs((each) => each.crashes === crashes && each.restartsAt !== undefined);
      const last = pool.processes.findLast(({ state }) => state === 'crashed');
      assert.equal(last?.end?.code, 1);
      assert.ok(last.end.lastLines.includes('Error: no such bucket'), last.end.lastLines.join('\n'));
      await shell.client.request(advanceClock, { byMs: 60_000 });
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
    await shell.put({ command: 'queueside-no-such-command --fast' });
    const runner = shell.run();
    await runner.says(/^image-workers #1 \| .*queueside-no-such-command: .*not found$/m);
    const { processes } = await shell.poolIs(({ crashes }) => crashes === 1);
    assert.equal(processes[0]?.end?.code, 127);
    assert.match(processes[0].end.lastLines.join('\n'), /not found/);
  });

  it('leaves no process when it is killed', async () => {
    await shell.put({ desired: 2 });
    const runner = shell.run();
    const processes = [await shell.witness.next(), await shell.witness.next()];
    runner.child.kill('SIGKILL');
    await shell.assertGone(processes);
    await shell.poolIs(({ state }) => state === 'idle');
  });

  it('ends its processes when the broker is killed', async () => {
    const broker = new BrokerProcess(['--port', '0'], { QUEUESIDE_TOKEN: TOKEN });
    shell.runners.push(broker);
    shell.control = (await broker.line()).control;
    const other = await openClient(shell.control);
    await other.request(createQueue, { name: QUEUE, attributes: {} });
    await other.request(putPool, {
      name: NAME,
      queue: QUEUE,
      command: `exec ${NODE} worker.js`,
      desired: 2,
      policy: { type: 'manual' },
    });
    const runner = shell.run();
    const processes = [await shell.witness.next(), await shell.witness.next()];
    broker.child.kill('SIGKILL');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 1);
    assert.match(stderr, /^image-workers: The connection to the broker was lost\./m);
    await shell.assertGone(processes);
  });

  it('keeps its processes when their queue is deleted, and says so', async () => {
    await shell.put({ policy: { type: 'keda', pollingInterval: 1 }, min: 1 });
    const runner = shell.run();
    const worker = await shell.witness.next();
    await shell.client.request(deleteQueue, { queueArn: shell.queue.arn });
    await shell.client.request(advanceClock, { byMs: 2000 });
    await runner.says(/^image-workers: There is no queue images\.$/m);
    assert.equal((await shell.poolIs(({ failure }) => failure !== undefined)).state, 'running');
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 0);
    await shell.assertGone([worker]);
  });

  it('ends when another program stops or deletes the pool', async () => {
    await shell.put();
    const stopped = shell.run();
    const first = await shell.witness.next();
    const { code, stdout } = await shell.call('stop', NAME);
    assert.equal(code, 0);
    assert.match(stdout, /^image-workers +images +stopping/m);
    assert.equal((await stopped.exit).code, 0);
    await shell.assertGone([first]);
    const deleted = shell.run();
    const second = await shell.witness.next();
    await shell.client.request(deletePool, { name: NAME });
    const { code: exitCode, stderr } = await deleted.exit;
    assert.equal(exitCode, 0);
    assert.match(stderr, /^image-workers: The pool was deleted\.$/m);
    await shell.assertGone([second]);
  });
});
