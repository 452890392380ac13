import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { callSqs } from '../../support/callSqs.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';

describe('A command on a queue of another endpoint', () => {
  let broker: LocalBroker;
  let world: ConnectionWorld;

  beforeEach(async () => {
    broker = await startLocalBroker();
    world = await createConnectionWorld();
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders' });
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function addPlace(level: ProtectionLevel) {
    const remote = createRemoteWorld(broker.endpoint);
    world.connections.add(remote.connection);
    remote.setLevel(level);
    await remote.connection.open();
    return remote;
  }

  const list = (): readonly string[] => [...broker.engine.allQueues()].map(({ name }) => name);
  const redriveOf = (name: string) => broker.engine.findByArn(`${ARN}${name}`)?.settings.redrivePolicy;

  it('attaches a new dead-letter queue after one question that names both, and offers no undo', async () => {
    const { consent } = await addPlace('confirm');
    world.window.choose = (items) => items.find(({ label }) => label.includes('orders-dlq'));
    await world.run('attachDeadLetterQueue', await world.findRow(1, 'orders'));
    assert.deepEqual(redriveOf('orders'), { targetArn: `${ARN}orders-dlq`, maxReceiveCount: 3 });
    assert.deepEqual(
      consent.asked.map(({ queues, actions, lines }) => [queues, actions, lines]),
      [
        [
          ['orders-dlq', 'orders'],
          ['CreateQueue', 'SetQueueAttributes'],
          ['Creates orders-dlq, which takes messages of orders after 3 receives.'],
        ],
      ],
    );
    assert.deepEqual(world.window.said, ['orders-dlq takes messages of orders after 3 receives.']);
  });

  it('detaches it', async () => {
    await addPlace('open');
    world.window.choose = (items) => items.find(({ label }) => label.includes('orders-dlq'));
    await world.run('attachDeadLetterQueue', await world.findRow(1, 'orders'));
    await world.run('detachDeadLetterQueue', await world.findRow(1, 'orders'));
    assert.equal(redriveOf('orders'), undefined);
    assert.equal(world.window.said.at(-1), 'orders-dlq no longer takes messages of orders.');
  });

  for (const command of ['editQueue', 'attachDeadLetterQueue', 'startDlqRedrive', 'createQueue']) {
    it(`says before any question that the level readOnly does not allow it: ${command}`, async () => {
      await addPlace('readOnly');
      const row = await world.findRow(1, 'orders');
      await world.run(command, command === 'createQueue' ? row.parent : row);
      assert.match(
        String(world.window.said),
        /^“x” has the protection level readOnly, which does not allow \w+\./,
      );
      assert.deepEqual(list(), ['orders']);
    });
  }

  it('redrives with what moves and where to, and shows how far it is', async () => {
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders-dlq' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}orders-dlq`, maxReceiveCount: 1 });
    const QueueUrl = `${broker.endpoint}/000000000000/orders`;
    await callSqs(broker.endpoint, 'SetQueueAttributes', { QueueUrl, Attributes: { RedrivePolicy } });
    await callSqs(broker.endpoint, 'SendMessage', { QueueUrl, MessageBody: 'x' });
    for (let time = 0; time < 2; time += 1)
      await callSqs(broker.endpoint, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 0 });
    const { consent, passTimer } = await addPlace('confirm');
    const done = world.run('startDlqRedrive', await world.findRow(1, 'orders-dlq'));
    await passTimer(() => broker.clock.advance(10_000));
    await done;
    assert.deepEqual(
      consent.asked.map(({ lines }) => lines),
      [['Moves all messages; they are not counted.', 'They go back to orders.']],
    );
    assert.deepEqual(world.window.said, ['Moved about 1 message of orders-dlq.']);
  });

  it('redrives nothing from a queue that is no dead-letter queue', async () => {
    await addPlace('open');
    await world.run('startDlqRedrive', await world.findRow(1, 'orders'));
    assert.deepEqual(world.window.said, ['orders is not the dead-letter queue of another queue.']);
  });

  it('opens the trace of the gateway, filtered by the queue', async () => {
    const { traced, connection } = await addPlace('readOnly');
    const row = await world.findRow(1, 'orders');
    await world.run('openTrace', row, [row]);
    assert.deepEqual(traced, [[connection.id, { queueArn: `${ARN}orders` }]]);
  });

  for (const [command, says] of [
    ['peekMessages', 'On x, only a receive shows messages. Use “Sample Messages…”.'],
    ['injectFaults', 'The gateway of x injects faults. Debug a program with this connection first.'],
    [
      'openForecast',
      'Clock, breakpoints, forecasts and tests are parts of the local broker. Copy messages of x there to use them.',
    ],
    ['openMetrics', 'Metrics, alarms and costs of x are in Amazon CloudWatch and in your bill.'],
  ] as const) {
    it(`says what to use instead: ${command}`, async () => {
      await addPlace('open');
      const row = await world.findRow(1, 'orders');
      await world.run(command, row, [row]);
      assert.deepEqual(world.window.said, [says]);
    });
  }
});
