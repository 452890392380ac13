import assert from 'node:assert/strict';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { shiftTimes } from '../../../broker/engine/operations/shiftTimes.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { nameOpenMetric, writeOpenMetrics } from '../../../broker/metrics/openMetrics.ts';
import { QUEUE_METRICS } from '../../../broker/metrics/queueMetrics.ts';
import { caller } from '../../support/engineHarness.ts';
import { MeasuredEngine } from '../../support/metrics/measuredEngine.ts';

const write = (broker: MeasuredEngine, ...queues: Queue[]): string =>
  writeOpenMetrics(broker.metrics.readNow(queues), 0);

/** The values of a queue by the name of their sample. */
function readSamples(text: string, queueName: string): Readonly<Record<string, number>> {
  const samples = [...text.matchAll(/^(\w+)\{.*queue="(.*?)".*\} (\S+)$/gm)];
  return Object.fromEntries(
    samples.flatMap(([, name = '', queue, value]) => (queue === queueName ? [[name, Number(value)]] : [])),
  );
}

describe('the metrics of queues as OpenMetrics text', () => {
  it('have names in snake case, with the unit at the end', () => {
    const names = QUEUE_METRICS.map(nameOpenMetric);
    assert.deepEqual(names.slice(2, 9), [
      'aws_sqs_approximate_number_of_messages_delayed',
      'aws_sqs_approximate_age_of_oldest_message_seconds',
      'aws_sqs_number_of_messages_sent',
      'aws_sqs_number_of_messages_received',
      'aws_sqs_number_of_messages_deleted',
      'aws_sqs_number_of_empty_receives',
      'aws_sqs_sent_message_size_bytes',
    ]);
    assert.equal(new Set(names).size, names.length);
  });

  it('are the counts of now, before a minute has ended', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    for (const body of ['12345', '1', '1']) broker.send(queue, body);
    broker.receive(queue);
    broker.clock.advance(2500);
    const of = '{account="000000000000",queue="orders",region="us-east-1"}';
    const text = write(broker, queue);
    assert.deepEqual(text.split('\n').slice(0, 9), [
      '# TYPE aws_sqs_approximate_number_of_messages_visible gauge',
      '# HELP aws_sqs_approximate_number_of_messages_visible ApproximateNumberOfMessagesVisible of AWS/SQS.',
      `aws_sqs_approximate_number_of_messages_visible${of} 2`,
      '# TYPE aws_sqs_approximate_number_of_messages_not_visible gauge',
      '# HELP aws_sqs_approximate_number_of_messages_not_visible ApproximateNumberOfMessagesNotVisible of AWS/SQS.',
      `aws_sqs_approximate_number_of_messages_not_visible${of} 1`,
      '# TYPE aws_sqs_approximate_number_of_messages_delayed gauge',
      '# HELP aws_sqs_approximate_number_of_messages_delayed ApproximateNumberOfMessagesDelayed of AWS/SQS.',
      `aws_sqs_approximate_number_of_messages_delayed${of} 0`,
    ]);
    for (const part of [
      '# TYPE aws_sqs_approximate_age_of_oldest_message_seconds gauge\n# UNIT aws_sqs_approximate_age_of_oldest_message_seconds seconds\n',
      `aws_sqs_approximate_age_of_oldest_message_seconds${of} 2\n`,
      '# TYPE aws_sqs_number_of_messages_sent counter\n',
      `aws_sqs_number_of_messages_sent_total${of} 3\n`,
      '# TYPE aws_sqs_sent_message_size_bytes summary\n# UNIT aws_sqs_sent_message_size_bytes bytes\n',
      `aws_sqs_sent_message_size_bytes_count${of} 3\naws_sqs_sent_message_size_bytes_sum${of} 7\n`,
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.ok(text.endsWith('\nqueueside_queues_left_out 0\n# EOF\n'));
  });

  it('count on over minutes, over a pause, and when the clock is set back', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    const totals: (number | undefined)[] = [];
    const note = (): void => {
      totals.push(readSamples(write(broker, queue), 'orders')['aws_sqs_number_of_empty_receives_total']);
    };
    for (const minutes of [0, 3, 8 * 60]) {
      broker.passMinutes(minutes);
      note();
      broker.receive(queue);
      note();
    }
    broker.receive(queue);
    shiftTimes(broker.engine, -3_600_000);
    broker.clock.advance(-3_600_000);
    broker.metrics.goBack();
    note();
    assert.deepEqual(totals, [0, 1, 1, 2, 2, 3, 4]);
  });

  it('begin no later than now, also when the clock was set back', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.receive(queue);
    shiftTimes(broker.engine, -3_600_000);
    broker.clock.advance(-3_600_000);
    broker.metrics.goBack();
    const [reading] = broker.metrics.readUsed();
    assert.equal(reading?.since, broker.clock.now());
  });

  it('have the FIFO ones of FIFO queues only, and no age of an empty queue', () => {
    const broker = new MeasuredEngine();
    const [standard, fifo] = [broker.createQueue('orders'), broker.createQueue('orders.fifo')];
    broker.send(fifo, 'x', 'group');
    broker.receive(fifo);
    const text = write(broker, standard, fifo);
    const groups = 'aws_sqs_approximate_number_of_groups_with_inflight_messages';
    const age = 'aws_sqs_approximate_age_of_oldest_message_seconds';
    const [ofStandard, ofFifo] = [readSamples(text, 'orders'), readSamples(text, 'orders.fifo')];
    assert.deepEqual([ofStandard[groups], ofFifo[groups]], [undefined, 1]);
    assert.deepEqual([ofStandard[age], ofFifo[age]], [undefined, 0]);
    // One family, with the samples of both.
    assert.equal(text.match(/^# TYPE aws_sqs_number_of_messages_sent /gm)?.length, 1);
  });

  it('begin at 0 with a queue that has the name of a deleted one', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    broker.send(queue);
    deleteQueue(broker.engine, queue, caller);
    broker.passMinutes(2);
    const again = broker.createQueue('orders');
    assert.equal(readSamples(write(broker, again), 'orders')['aws_sqs_number_of_messages_sent_total'], 0);
  });

  it('take no memory of a queue that was never used', () => {
    const broker = new MeasuredEngine();
    const queue = broker.createQueue('orders');
    const before = broker.metrics.bytes;
    assert.equal(
      readSamples(write(broker, queue), 'orders')['aws_sqs_approximate_number_of_messages_visible'],
      0,
    );
    assert.equal(broker.metrics.bytes, before);
  });

  it('escape what labels may not have', () => {
    const broker = new MeasuredEngine();
    const [reading] = broker.metrics.readNow([broker.createQueue('orders')]);
    assert.ok(reading !== undefined);
    const queue = Object.create(reading.queue, { name: { value: 'a"b\\c\nd' } }) as Queue;
    const text = writeOpenMetrics([{ ...reading, queue }], 0);
    assert.ok(text.includes(String.raw`queue="a\"b\\c\nd",region=`), text);
  });
});
