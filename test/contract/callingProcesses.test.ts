import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { attachConsumer, registerConsumer } from '../../broker/protocol/broker.ts';
import { advanceClock, holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import { listInFlight, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { type ConsumerInfo, readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

/**
 * Receives a message for each line that it reads, over one connection that stays open, and prints its body. Two of them
 * have the same key and the same SDK.
 */
const PROGRAM = `
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
const [endpoint, queueUrl, accessKeyId] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AmazonSQS.ReceiveMessage',
  'user-agent': 'test-sdk/1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=' + accessKeyId + '/20260101/us-east-1/sqs/aws4_request, Signature=0',
};
for await (const line of createInterface({ input: process.stdin })) {
  const call = request(endpoint, { method: 'POST', agent, headers }, async (response) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    const [message] = JSON.parse(text).Messages ?? [];
    console.log(message?.Body ?? 'nothing');
  });
  call.end(JSON.stringify({ QueueUrl: queueUrl, VisibilityTimeout: 30, WaitTimeSeconds: Number(line) }));
}
`;

class Program {
  readonly child: ChildProcess;
  private readonly lines: Interface;

  constructor(path: string, endpoint: string, queueUrl: string, accessKeyId = 'SHARED') {
    this.child = spawn(process.execPath, [path, endpoint, queueUrl, accessKeyId], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    assert.ok(this.child.stdout);
    this.lines = createInterface({ input: this.child.stdout });
  }

  get processId(): number {
    return this.child.pid ?? 0;
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill();
    await ended;
  }

  /** @returns the body of the message that it receives */
  receive(waitSeconds = 0): Promise<string> {
    const received = new Promise<string>((resolve) => this.lines.once('line', resolve));
    this.child.stdin?.write(`${waitSeconds}\n`);
    return received;
  }
}

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('Processes that call without a launch', () => {
  let test: TestBroker;
  let client: ControlClient;
  let queue: QueueSummary;
  let folder: string;
  let queueCount = 0;
  let programs: Program[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-processes-'));
    for (const name of ['first.mjs', 'second.mjs']) writeFileSync(join(folder, name), PROGRAM);
    test = await startTestBroker();
    client = await openClient(test.info.control);
  });
  beforeEach(async () => {
    queue = await client.request(createQueue, { name: `processes-${++queueCount}` });
  });
  afterEach(async () => {
    for (const program of programs) await program.end();
    programs = [];
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true });
  });

  function start(name: string, accessKeyId?: string): Program {
    const program = new Program(join(folder, name), test.info.endpoint, queue.url, accessKeyId);
    programs.push(program);
    return program;
  }

  const send = (body: string) => client.request(sendMessage, { queueArn: queue.arn, body });

  /** Who received this queue's messages, in order, as soon as all are recognized. */
  async function readReceivers(count: number): Promise<readonly ConsumerInfo[]> {
    for (;;) {
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      const receivers = events.flatMap(({ kind, queueArn, consumer }) =>
        kind === 'received' && queueArn === queue.arn && consumer?.processId !== undefined ? [consumer] : [],
      );
      if (receivers.length === count) return receivers;
    }
  }

  it('are named in the trace by their program and process id, from their first call on', async () => {
    const [first, second] = [start('first.mjs'), start('second.mjs')];
    for (const body of ['one', 'two', 'three']) await send(body);
    await first.receive();
    await second.receive();
    await first.receive();
    const expected = ({ processId }: Program, name: string): ConsumerInfo => ({
      id: `SHARED test-sdk/1.0 [${processId}]`,
      name: `${name} (${processId})`,
      kind: 'program',
      accessKeyId: 'SHARED',
      sdk: 'test-sdk/1.0',
      processId,
    });
    const one = expected(first, 'first.mjs');
    assert.deepEqual(await readReceivers(3), [one, expected(second, 'second.mjs'), one]);
  });

  it('keep the name of their launch when they have the key of one', async () => {
    await client.request(registerConsumer, { accessKeyId: 'LAUNCHED', name: 'Worker', kind: 'debugSession' });
    for (const body of ['one', 'two']) await send(body);
    await start('first.mjs', 'LAUNCHED').receive();
    await start('second.mjs').receive();
    await readReceivers(1);
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    const received = events.find(({ kind, queueArn }) => kind === 'received' && queueArn === queue.arn);
    assert.deepEqual(received?.consumer, {
      id: 'LAUNCHED',
      name: 'Worker',
      kind: 'debugSession',
      accessKeyId: 'LAUNCHED',
      sdk: 'test-sdk/1.0',
    });
  });

  it('are held by a debugger that attaches, and others with the same key and SDK are not', async () => {
    const [first, second] = [start('first.mjs'), start('second.mjs')];
    await send('of the first');
    assert.equal(await first.receive(), 'of the first');
    await send('of the second');
    assert.equal(await second.receive(), 'of the second');
    await readReceivers(2);

    const { consumerId, seesProcesses } = await client.request(attachConsumer, {
      processId: first.processId,
    });
    assert.equal(seesProcesses, true);
    const { messages } = await client.request(listInFlight, { consumerId, limit: 10 });
    assert.deepEqual(
      messages.map(({ preview }) => preview),
      ['of the first'],
    );
    assert.deepEqual(await client.request(holdClock, { consumerId }), { heldCount: 1 });
    await client.request(advanceClock, { byMs: 60_000 });
    assert.equal(await second.receive(), 'of the second');
    assert.equal(await second.receive(), 'nothing');

    assert.deepEqual(await client.request(releaseClock, { consumerId }), { releasedCount: 1 });
    await client.request(advanceClock, { byMs: 20_000 });
    assert.equal(await second.receive(), 'nothing');
    await client.request(advanceClock, { byMs: 10_000 });
    assert.equal(await second.receive(), 'of the first');
  });

  it('are held with what they receive by their first call, before they are recognized', async () => {
    const program = start('first.mjs');
    const { consumerId } = await client.request(attachConsumer, { processId: program.processId });
    await client.request(holdClock, { consumerId });
    await send('the first of all');
    assert.equal(await program.receive(), 'the first of all');
    await readReceivers(1);
    await client.request(advanceClock, { byMs: 60_000 });
    assert.equal(await start('second.mjs').receive(), 'nothing');
  });

  it('are held with what a long poll receives that began before', async () => {
    const program = start('first.mjs');
    const received = program.receive(20);
    const { consumerId } = await client.request(attachConsumer, { processId: program.processId });
    await client.request(holdClock, { consumerId });
    await send('while it waits');
    assert.equal(await received, 'while it waits');
    await readReceivers(1);
    await client.request(advanceClock, { byMs: 60_000 });
    assert.equal(await start('second.mjs').receive(), 'nothing');
  });
});
