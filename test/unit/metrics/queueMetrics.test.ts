import assert from 'node:assert/strict';
import { createMetrics } from '../../../broker/assembly/createMetrics.ts';
import { MetricShelf } from '../../../broker/assembly/metricShelf.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { Throttle } from '../../../broker/time/throttle.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { shiftTimes } from '../../../broker/engine/operations/shiftTimes.ts';
import { caller, EngineHarness } from '../../support/engineHarness.ts';
import { MeasuredEngine } from '../../support/metrics/measuredEngine.ts';

const FILTER = { region: caller.region, account: caller.account };
const AGE = 'ApproximateAgeOfOldestMessage';
const VISIBLE = 'ApproximateNumberOfMessagesVisible';

describe('the metrics of a queue', () => {
  it('count what a program does in a minute', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue, 'hello');
    const [received] = broker.receive(queue);
    broker.receive(queue);
    for (let times = 0; times < 2; times++)
      deleteMessage(broker.engine, queue, received?.receiptHandle, caller);
    broker.passMinutes(1);
    const sums = ['Sent', 'Received', 'Deleted'].map(
      (what) => broker.read(queue, `NumberOfMessages${what}`)[0]?.sum,
    );
    // A delete that is repeated counts again.
    assert.deepEqual(sums, [1, 1, 2]);
    assert.equal(broker.read(queue, 'NumberOfEmptyReceives')[0]?.sum, 1);
    assert.deepEqual(broker.read(queue, 'SentMessageSize'), [
      {
        start: broker.start,
        unit: 'Bytes',
        sampleCount: 1,
        sum: 5,
        minimum: 5,
        maximum: 5,
        values: new Map([[5, 1]]),
      },
    ]);
  });

  it('leave a call as it is when they have a defect, also one that changes nothing', () => {
    const harness = new EngineHarness();
    const problems: unknown[] = [];
    const metrics = createMetrics(harness.engine, undefined, (error) => problems.push(error));
    const queue = harness.createQueue('orders');
    const defect = new Error('a defect');
    metrics.notice = metrics.noticeIdleCall = () => {
      throw defect;
    };
    assert.deepEqual(harness.receive(queue), []);
    assert.deepEqual(problems, [defect]);
  });

  it('show a burst between two samples as the maximum', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.clock.advance(1000);
    for (let message = 0; message < 10; message++) broker.send(queue);
    for (const { receiptHandle } of broker.receive(queue, { maxMessages: 10 }))
      deleteMessage(broker.engine, queue, receiptHandle, caller);
    broker.passMinutes(1);
    const [point] = broker.read(queue, VISIBLE);
    assert.deepEqual([point?.minimum, point?.maximum, point?.sum], [0, 10, 0]);
  });

  it('have no point of a minute that has not ended', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue);
    broker.clock.advance(59_999);
    assert.deepEqual(broker.read(queue, VISIBLE), []);
    assert.equal(broker.read(queue, VISIBLE, 1).length, 59);
    broker.clock.advance(1);
    assert.equal(broker.read(queue, VISIBLE).length, 1);
  });

  it('go on as zeros after a restart, until 6 hours after the last use of an empty queue', () => {
    const fs = new MemoryFileSystem();
    const shelf = () => new MetricShelf(fs, '/data', (error) => assert.fail(error));
    const broker = new MeasuredEngine({ shelf: shelf() });
    const [used, unused] = ['orders', 'old'].map((name) => broker.createQueue(name)) as [Queue, Queue];
    broker.receive(unused);
    broker.passMinutes(7 * 60);
    broker.receive(used);
    broker.passMinutes(60);
    broker.restart({ shelf: shelf() });
    broker.passMinutes(8 * 60);
    const values = broker.readMinutes(used, VISIBLE, 'maximum');
    assert.deepEqual(
      values.slice(7 * 60),
      Array.from({ length: 6 * 60 }, () => 0),
    );
    assert.equal(broker.read(unused, VISIBLE).length, 6 * 60);
  });

  it('go on as zeros after the broker was killed, from what it had saved of the use of an empty queue', () => {
    const fs = new MemoryFileSystem();
    const schedule = new ManualSchedule();
    const options = () => ({
      shelf: new MetricShelf(fs, '/data', (error) => assert.fail(error)),
      createSaving: (save: () => void) => new Throttle(schedule.after, 10_000, save),
    });
    const broker = new MeasuredEngine(options());
    const queue = broker.createQueue('orders');
    broker.receive(queue);
    schedule.advance(0);
    broker.passMinutes(60);
    broker.receive(queue);
    schedule.advance(10_000);
    broker.passMinutes(30);
    broker.kill(options());
    broker.passMinutes(8 * 60);
    // What was measured of the last hours is lost with the memory, and the rest of the six hours is zeros.
    const values = broker.readMinutes(queue, VISIBLE, 'maximum').filter((value) => value !== undefined);
    assert.deepEqual(
      values.slice(-5.5 * 60),
      Array.from({ length: 5.5 * 60 }, () => 0),
    );
    assert.equal(broker.read(queue, VISIBLE).at(-1)?.start, broker.start + (7 * 60 - 1) * 60_000);
  });

  it('save the use of queues when one is used first, and then every ten minutes at most', () => {
    let saves = 0;
    const createSaving = () => ({ notice: () => void saves++, stop: () => undefined });
    const broker = new MeasuredEngine({ createSaving });
    const queues = ['one', 'two'].map((name) => broker.createQueue(name));
    for (const queue of queues) broker.receive(queue);
    assert.equal(saves, 2);
    for (let second = 0; second < 599; second++) {
      broker.clock.advance(1000);
      for (const queue of queues) broker.receive(queue);
    }
    assert.equal(saves, 2);
    broker.clock.advance(1000);
    for (const queue of queues) broker.receive(queue);
    assert.equal(saves, 3);
  });

  it('are zeros while the queue is active, and end 6 hours after its last use', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.receive(queue);
    broker.passMinutes(8 * 60);
    assert.deepEqual(
      broker.readMinutes(queue, VISIBLE, 'maximum'),
      Array.from({ length: 360 }, () => 0),
    );
    broker.metrics.touch(queue.arn);
    broker.passMinutes(2);
    const sent = broker.readMinutes(queue, 'NumberOfMessagesSent', 'sum');
    assert.deepEqual(sent.slice(358), [0, 0, ...Array.from({ length: 120 }, () => undefined), 0, 0]);
  });

  it('go on while a message waits', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue);
    broker.passMinutes(60 * 48);
    assert.equal(broker.read(queue, VISIBLE).length, 60 * 48);
    assert.equal(broker.readMinutes(queue, AGE, 'maximum').at(-1), 60 * 48 * 60 - 10);
  });

  it('do not begin before the queue is used', () => {
    const broker = new MeasuredEngine();
    broker.createQueue('orders');
    broker.passMinutes(5);
    assert.deepEqual([...broker.metrics.list(FILTER)], []);
    assert.equal(broker.metrics.bytes, 0);
  });

  it('stay when the queue is deleted, and go on with a queue of the same name', () => {
    const broker = new MeasuredEngine();
    const first = broker.createQueue('orders');
    broker.send(first);
    broker.passMinutes(2);
    deleteQueue(broker.engine, first, caller);
    broker.passMinutes(2);
    const second = broker.createQueue('orders');
    broker.send(second);
    broker.passMinutes(1);
    assert.deepEqual(broker.readMinutes(second, 'NumberOfMessagesSent', 'sum'), [1, 0, 0, undefined, 1]);
  });

  it('are listed with the dimension of the queue', () => {
    const broker = new MeasuredEngine();
    broker.send(broker.createQueue('orders'));
    broker.send(broker.createQueue('steps.fifo'), 'x', 'a');
    broker.passMinutes(1);
    const listed = [...broker.metrics.list({ ...FILTER, namespace: 'AWS/SQS' })];
    assert.equal(listed.length, 9 + 11);
    assert.ok(listed.every(({ newestAt }) => newestAt >= broker.start));
    const dimensions = [{ name: 'QueueName', value: 'steps.fifo' }];
    const metricName = 'ApproximateNumberOfGroupsWithInflightMessages';
    assert.equal([...broker.metrics.list({ ...FILTER, metricName, dimensions })].length, 1);
    assert.deepEqual([...broker.metrics.list({ ...FILTER, region: 'eu-west-1' })], []);
    broker.passMinutes(60 * 24 * 20);
    // The messages are gone with their retention.
    assert.deepEqual([...broker.metrics.list(FILTER)], []);
  });

  it('forget what lies ahead when the clock goes back', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue);
    broker.passMinutes(3);
    broker.passMinutes(600);
    broker.send(queue);
    broker.passMinutes(1);
    broker.clock.goBack(601 * 60_000);
    shiftTimes(broker.engine, -601 * 60_000);
    broker.metrics.goBack();
    broker.passMinutes(2);
    assert.deepEqual(broker.readMinutes(queue, 'NumberOfMessagesSent', 'sum'), [1, 0, 0, 0, 0]);
    assert.deepEqual(broker.readMinutes(queue, VISIBLE, 'maximum'), [1, 1, 1, 2, 2]);
  });
});

describe('the age of the oldest message', () => {
  it('skips messages of a standard queue that were received three times', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue, 'poison');
    broker.passMinutes(10);
    broker.send(queue, 'young');
    const receivePoison = () => broker.receive(queue, { maxMessages: 1, visibilitySeconds: 0 });
    receivePoison();
    receivePoison();
    broker.passMinutes(1);
    receivePoison();
    broker.passMinutes(2);
    // The sample of the moment when it was received comes before it.
    assert.deepEqual(broker.readMinutes(queue, AGE, 'maximum').slice(9), [590, 650, 660, 170]);
  });

  it('has no point when every message was received three times', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue, 'poison');
    for (let times = 0; times < 3; times++) broker.receive(queue, { visibilitySeconds: 0 });
    broker.passMinutes(2);
    assert.deepEqual(broker.readMinutes(queue, AGE, 'maximum'), []);
    assert.deepEqual(broker.readMinutes(queue, VISIBLE, 'maximum'), [1, 1]);
  });

  it('skips nothing in a FIFO queue', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('steps.fifo');
    broker.send(queue, 'poison', 'a');
    for (let times = 0; times < 5; times++) broker.receive(queue, { visibilitySeconds: 0 });
    broker.passMinutes(2);
    assert.deepEqual(broker.readMinutes(queue, AGE, 'maximum'), [50, 110]);
  });

  it('begins with the move in a dead-letter queue, where receives count again', () => {
    const broker = new MeasuredEngine();
    const dead = broker.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 });
    const queue = broker.createQueue('orders', { RedrivePolicy });
    broker.send(queue, 'poison');
    for (let times = 0; times < 5; times++) broker.receive(queue, { visibilitySeconds: 0 });
    broker.passMinutes(10);
    broker.receive(queue);
    assert.equal(dead.visibleCount, 1);
    broker.passMinutes(2);
    assert.deepEqual(broker.readMinutes(dead, AGE, 'maximum').slice(10), [50, 110]);
    // A move is no send.
    assert.deepEqual(broker.readMinutes(dead, 'NumberOfMessagesSent', 'sum').slice(10), [0, 0]);
    for (let times = 0; times < 2; times++) broker.receive(dead, { visibilitySeconds: 0 });
    broker.passMinutes(1);
    broker.receive(dead, { visibilitySeconds: 0 });
    broker.passMinutes(2);
    assert.deepEqual(broker.readMinutes(dead, AGE, 'maximum').slice(12), [170, 180]);
  });
});

describe('the metrics of a fair queue', () => {
  it('show the noisy groups, and what the quiet ones hold', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    for (let message = 0; message < 50; message++) broker.send(queue, 'x', 'noisy');
    broker.clock.advance(20_000);
    for (let message = 0; message < 3; message++) broker.send(queue, 'x', 'quiet');
    for (let times = 0; times < 4; times++)
      broker.receive(queue, { maxMessages: 10, visibilitySeconds: 600 });
    broker.passMinutes(2);
    const last = (metric: string) => broker.read(queue, metric)[1]?.maximum;
    assert.equal(last('ApproximateNumberOfNoisyGroups'), 1);
    assert.equal(last(VISIBLE), 13);
    assert.equal(
      (last('ApproximateNumberOfMessagesVisibleInQuietGroups') ?? 0) +
        (last('ApproximateNumberOfMessagesNotVisibleInQuietGroups') ?? 0),
      3,
    );
    assert.equal(last('ApproximateNumberOfMessagesDelayedInQuietGroups'), 0);
    assert.equal(last(AGE), 110);
    assert.equal(last('ApproximateAgeOfOldestMessageInQuietGroups'), 90);
    const listed = [...broker.metrics.list({ ...FILTER, namespace: 'AWS/SQS' })];
    assert.equal(listed.length, 9 + 5);
  });
});
