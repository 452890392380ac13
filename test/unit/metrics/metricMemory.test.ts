import assert from 'node:assert/strict';
import { MetricShelf } from '../../../broker/assembly/metricShelf.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { caller } from '../../support/engineHarness.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { QueueMeters } from '../../../broker/metrics/queueMeters.ts';
import { MeasuredEngine } from '../../support/metrics/measuredEngine.ts';

const METRICS = [
  'ApproximateNumberOfMessagesVisible',
  'NumberOfMessagesSent',
  'ApproximateAgeOfOldestMessage',
];
const FILTER = { region: caller.region, account: caller.account };

/** Sends, receives and deletes of other numbers in each minute. */
function work(broker: MeasuredEngine, queues: readonly Queue[], minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) {
    for (const [index, queue] of queues.entries()) {
      for (let times = 0; times <= (minute * (index + 1)) % 4; times++) broker.send(queue);
      broker.receive(queue, { maxMessages: 1 + (minute % 5), visibilitySeconds: 20 });
    }
    broker.passMinutes(1);
  }
}

function readAll(broker: MeasuredEngine, queues: readonly Queue[]) {
  return queues.map((queue) => METRICS.map((name) => broker.read(queue, name)));
}

describe('what metrics take of the memory', () => {
  it('is nothing for the queues that are not used', () => {
    const broker = new MeasuredEngine();
    const queues = Array.from({ length: 2000 }, (_, index) => broker.createQueue(`queue-${index}`));
    broker.passMinutes(60);
    assert.equal(broker.metrics.bytes, 0);
    const active = queues.slice(0, 100);
    work(broker, active, 3);
    const names = new Set(
      [...broker.metrics.list(FILTER)].map(({ dimensions: [dimension] }) => dimension?.value),
    );
    assert.deepEqual(names, new Set(active.map(({ name }) => name)));
    const { bytes } = broker.metrics;
    assert.ok(bytes < 100 * 8000, `${bytes} bytes`);
    // Days without a change are a number more.
    broker.passMinutes(3 * 24 * 60);
    assert.equal(
      broker.read(active[0] as Queue, 'ApproximateNumberOfMessagesVisible').length,
      3 + 3 * 24 * 60,
    );
    assert.equal([...broker.metrics.list(FILTER)].length, 100 * 9);
    assert.ok(broker.metrics.bytes - bytes < 100 * 500, `${broker.metrics.bytes - bytes} bytes`);
  });

  it('is bounded: without a data folder, the oldest minutes go', () => {
    const maximumBytes = 60_000;
    const broker = new MeasuredEngine({ maximumBytes });
    const queues = Array.from({ length: 4 }, (_, index) => broker.createQueue(`queue-${index}`));
    work(broker, queues, 600);
    const points = broker.read(queues[3] as Queue, 'NumberOfMessagesSent');
    assert.ok(broker.metrics.bytes <= maximumBytes, `${broker.metrics.bytes} bytes`);
    assert.ok(points.length < 600 && points.length > 50, `${points.length} points`);
    // What is left has no gap.
    const last = broker.start + 599 * 60_000;
    assert.deepEqual(
      points.map(({ start }) => start),
      points.map((_, index) => last - (points.length - 1 - index) * 60_000),
    );
  });

  it('is bounded: with a data folder, the oldest minutes are read from there', () => {
    const maximumBytes = 60_000;
    const unbounded = new MeasuredEngine();
    const fs = new MemoryFileSystem();
    const problems: Error[] = [];
    const openShelf = () => new MetricShelf(fs, '/data', (error) => problems.push(error));
    const bounded = new MeasuredEngine({ maximumBytes, shelf: openShelf() });
    const [expected, found] = [unbounded, bounded].map((broker) => {
      const queues = Array.from({ length: 4 }, (_, index) => broker.createQueue(`queue-${index}`));
      work(broker, queues, 600);
      return readAll(broker, queues);
    });
    assert.deepEqual(found, expected);
    assert.ok(bounded.metrics.bytes <= maximumBytes, `${bounded.metrics.bytes} bytes`);
    assert.ok(unbounded.metrics.bytes > 1.5 * maximumBytes, `${unbounded.metrics.bytes} bytes`);
    bounded.restart({ maximumBytes, shelf: openShelf() });
    assert.deepEqual(readAll(bounded, [...bounded.engine.allQueues()]), expected);
    assert.ok(bounded.metrics.bytes <= maximumBytes, `${bounded.metrics.bytes} bytes`);
    assert.deepEqual(problems, []);
  });

  it('leaves queues without metrics when even what is measured now does not fit', () => {
    const broker = new MeasuredEngine({ maximumBytes: 20_000 });
    const queues = Array.from({ length: 10 }, (_, index) => broker.createQueue(`queue-${index}`));
    work(broker, queues, 2);
    assert.ok(broker.metrics.bytes <= 20_000, `${broker.metrics.bytes} bytes`);
    assert.equal(broker.read(queues[0] as Queue, 'NumberOfMessagesSent').length, 2);
    assert.deepEqual(broker.read(queues[9] as Queue, 'NumberOfMessagesSent'), []);
  });

  it('is bounded for queues that are created, used and deleted again and again', () => {
    const maximumBytes = 400_000;
    const broker = new MeasuredEngine({ maximumBytes });
    for (let number = 0; number < 2000; number++) {
      const queue = broker.createQueue(`job-${number}`);
      broker.send(queue);
      deleteQueue(broker.engine, queue, caller);
    }
    assert.ok(broker.metrics.bytes <= maximumBytes, `${broker.metrics.bytes} bytes`);
    const queue = broker.createQueue('the-next');
    broker.send(queue);
    broker.passMinutes(2);
    assert.equal(broker.read(queue, 'NumberOfMessagesSent').length, 2);
  });

  it('is looked through for names without data only if data had to go, however many events find no room', () => {
    const prototype = QueueMeters.prototype as unknown as Record<'sweep', (this: void, now: number) => void>;
    const { sweep } = prototype;
    let sweeps = 0;
    prototype.sweep = function (this: unknown, now: number) {
      sweeps++;
      Reflect.apply(sweep, this, [now]);
    };
    try {
      const broker = new MeasuredEngine({ maximumBytes: 100_000 });
      const queues = Array.from({ length: 100 }, (_, number) => broker.createQueue(`queue-${number}`));
      for (const queue of queues) broker.send(queue);
      const filled = sweeps;
      for (let round = 0; round < 10; round++) for (const queue of queues) broker.send(queue);
      assert.ok(sweeps - filled <= 1, `${sweeps - filled} sweeps for 1,000 events`);
      // Room is made: it is looked for again, and found.
      const [first] = queues;
      const last = queues.at(-1);
      assert.ok(first !== undefined && last !== undefined);
      for (const queue of queues.slice(0, 20)) deleteQueue(broker.engine, queue, caller);
      broker.send(last);
      broker.passMinutes(2);
      assert.equal(broker.read(last, 'NumberOfMessagesSent').length, 2);
    } finally {
      prototype.sweep = sweep;
    }
  });

  it('is given back when the data of a deleted queue are older than is kept', () => {
    const broker = new MeasuredEngine();
    for (let number = 0; number < 100; number++) {
      const queue = broker.createQueue(`job-${number}`);
      broker.send(queue);
      deleteQueue(broker.engine, queue, caller);
    }
    broker.passMinutes(16 * 24 * 60);
    const queue = broker.createQueue('the-next');
    broker.send(queue);
    assert.ok(broker.metrics.bytes < 10_000, `${broker.metrics.bytes} bytes`);
  });
});
