import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { callSqs } from '../support/callSqs.ts';
import { ensureFaketime } from '../support/faketime.mjs';
import { FakeWallClock } from '../support/fakeWallClock.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const MINUTES = 60_000;

/** What the tests read of an answer to ReceiveMessage. */
interface Received {
  readonly Messages?: readonly { readonly Attributes: Readonly<Record<string, string>> }[];
}

/*
 * A broker in a process whose wall clock is set. Long polls wait for what should happen, so that nothing here depends on
 * how fast the machine is: a deadline that moved away by an hour lets them end without a message.
 */
function describeSteps(): void {
  let library: string;
  let folder: string;
  let wall: FakeWallClock;
  let broker: BrokerProcess;
  let endpoint: string;

  before(async function () {
    // A package may have to be installed.
    this.timeout(5 * MINUTES);
    const found = await ensureFaketime();
    if ('missing' in found) throw new Error(found.missing);
    ({ library } = found);
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-wall-'));
    wall = new FakeWallClock(library, join(folder, 'wall'));
  });

  afterEach(async () => {
    broker.child.kill('SIGKILL');
    await broker.exit;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function start(): Promise<void> {
    broker = new BrokerProcess(['--port', '0', '--data', join(folder, 'data')], wall.environment);
    ({ endpoint } = await broker.line());
  }

  async function stop(): Promise<void> {
    broker.child.kill('SIGTERM');
    assert.equal((await broker.exit).code, 0);
  }

  const url = (): string => `${endpoint}/000000000000/orders`;

  async function sendAndReceive(visibilitySeconds: number): Promise<void> {
    await callSqs(endpoint, 'CreateQueue', { QueueName: 'orders' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl: url(), MessageBody: 'hello' });
    const { Messages } = await receive({ VisibilityTimeout: visibilitySeconds });
    assert.equal(Messages?.length, 1);
  }

  const receive = (options: object): Promise<Received> =>
    callSqs(endpoint, 'ReceiveMessage', { QueueUrl: url(), AttributeNames: ['All'], ...options });

  async function countInFlight(): Promise<number> {
    const AttributeNames = ['ApproximateNumberOfMessagesNotVisible'];
    const answer = await callSqs(endpoint, 'GetQueueAttributes', { QueueUrl: url(), AttributeNames });
    const { ApproximateNumberOfMessagesNotVisible } = answer['Attributes'] as Record<string, string>;
    return Number(ApproximateNumberOfMessagesNotVisible);
  }

  it('has the wall clock that the tests give it, or they would show nothing', async () => {
    wall.set(400 * DAY);
    await start();
    await sendAndReceive(0);
    const [message] = (await receive({})).Messages ?? [];
    const ahead = Number(message?.Attributes['SentTimestamp']) - Date.now();
    assert.ok(Math.abs(ahead - 400 * DAY * 1000) < 10 * MINUTES, String(ahead));
  });

  for (const seconds of [-HOUR, HOUR, -400 * DAY, 400 * DAY]) {
    const step = `${seconds / HOUR} h`;

    it(`ends a visibility timeout in time when its wall clock is set by ${step} while it runs`, async () => {
      await start();
      await sendAndReceive(2);
      wall.set(seconds);
      const { Messages } = await receive({ WaitTimeSeconds: 20 });
      assert.equal(Messages?.[0]?.Attributes['ApproximateReceiveCount'], '2');
    });

    it(`ends a visibility timeout in time when its wall clock is set by ${step} between two runs`, async () => {
      await start();
      await sendAndReceive(2);
      await stop();
      wall.set(seconds);
      await start();
      const { Messages } = await receive({ WaitTimeSeconds: 20 });
      assert.equal(Messages?.[0]?.Attributes['ApproximateReceiveCount'], '2');
    });

    it(`ends none early when its wall clock is set by ${step}, while it runs or after it was killed`, async () => {
      await start();
      await sendAndReceive(HOUR / 2);
      wall.set(seconds);
      assert.equal(await countInFlight(), 1);
      broker.child.kill('SIGKILL');
      await broker.exit;
      wall.set(0);
      await start();
      assert.equal(await countInFlight(), 1);
    });
  }

  it('ends a visibility timeout in time after a run 400 days ahead', async () => {
    wall.set(400 * DAY);
    await start();
    await sendAndReceive(2);
    await stop();
    wall.set(0);
    await start();
    const { Messages } = await receive({ WaitTimeSeconds: 20 });
    assert.equal(Messages?.[0]?.Attributes['ApproximateReceiveCount'], '2');
  });
}

// Only Linux lets a library stand between a program and its clock.
if (process.platform === 'linux') describe('A broker whose wall clock is set', describeSteps);
