import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { Batch } from '../../../broker/connections/client/safeguards.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, ScriptedConsent } from '../../support/upstream/testGate.ts';

const ACCOUNT = 'https://sqs.us-east-1.amazonaws.com/123456789012';
const QUEUE = `${ACCOUNT}/orders`;
const ARN = 'arn:aws:sqs:us-east-1:123456789012:orders';

describe('One question for several calls', () => {
  let server: RecordingServer;
  let consent: ScriptedConsent;
  let gate: Gate;

  before(async () => {
    server = await startRecordingServer();
  });

  beforeEach(() => {
    server.requests.splice(0);
    consent = new ScriptedConsent();
    gate = openTestGate(server.endpoint, { readLevel: () => 'confirm', consent });
  });

  const covering = (count: number): Batch => ({
    count,
    covers: { actions: ['CreateQueue', 'SetQueueAttributes', 'TagQueue'], queues: ['orders', 'orders-dlq'] },
    lines: ['Visibility timeout 30 s → 45 s'],
  });

  it('names the queues, the actions and what they change', async () => {
    const batch = covering(2);
    await gate.call('CreateQueue', { QueueName: 'orders-dlq' }, { batch });
    await gate.call('SetQueueAttributes', { QueueUrl: QUEUE, Attributes: { DelaySeconds: '1' } }, { batch });
    assert.deepEqual(consent.asked, [
      {
        by: 'agree',
        connection: 'x',
        action: 'CreateQueue',
        actions: ['CreateQueue', 'SetQueueAttributes', 'TagQueue'],
        queues: ['orders', 'orders-dlq'],
        lines: ['Visibility timeout 30 s → 45 s'],
        count: 2,
      },
    ]);
    assert.equal(server.requests.length, 2);
  });

  it('covers the cancelling of a move that it was asked about', async () => {
    const batch: Batch = {
      count: 2,
      covers: { actions: ['StartMessageMoveTask', 'CancelMessageMoveTask'], queues: ['orders'] },
    };
    await gate.call('StartMessageMoveTask', { SourceArn: ARN }, { batch });
    await gate.call('CancelMessageMoveTask', { TaskHandle: 'h' }, { batch });
    assert.equal(consent.asked.length, 1);
  });

  const others: readonly (readonly [string, (batch: Batch) => Promise<unknown>])[] = [
    [
      'another queue',
      (batch) => gate.call('TagQueue', { QueueUrl: `${ACCOUNT}/bills`, Tags: { a: 'b' } }, { batch }),
    ],
    ['another action', (batch) => gate.call('UntagQueue', { QueueUrl: QUEUE, TagKeys: ['a'] }, { batch })],
    [
      'one call more than it was asked about',
      async (batch) => {
        await gate.call('TagQueue', { QueueUrl: QUEUE, Tags: { a: 'b' } }, { batch });
        await gate.call('TagQueue', { QueueUrl: QUEUE, Tags: { a: 'c' } }, { batch });
      },
    ],
    ['the same calls of another command', () => gate.call('CreateQueue', { QueueName: 'orders' })],
  ];
  for (const [what, call] of others) {
    it(`does not cover ${what}`, async () => {
      const batch = covering(2);
      await gate.call('CreateQueue', { QueueName: 'orders' }, { batch });
      await call(batch);
      assert.equal(consent.asked.length, 2);
    });
  }

  it('covers no purge, which is asked about by the name of the queue, with what it deletes', async () => {
    consent.typed = 'orders';
    const lines = ['This deletes about 3 messages.'];
    const batch: Batch = { count: 9, covers: { actions: ['PurgeQueue'], queues: ['orders'] }, lines };
    for (let time = 0; time < 2; time += 1) await gate.call('PurgeQueue', { QueueUrl: QUEUE }, { batch });
    assert.deepEqual(
      consent.asked.map(({ by, lines: told }) => [by, told]),
      [
        ['typeQueueName', lines],
        ['typeQueueName', lines],
      ],
    );
  });
});
