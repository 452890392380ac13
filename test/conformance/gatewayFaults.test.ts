import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ControlClient } from '../../broker/client/controlClient.ts';
import { clearFaults, type QueueFaults, setFaults } from '../../broker/protocol/faults.ts';
import { listFindings } from '../../broker/protocol/findings.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { TestGateway } from '../support/gateway/testGateway.ts';
import type { ManualSchedule } from '../support/manualSchedule.ts';
import type { LocalBroker } from './support/broker.ts';
import { PROTOCOLS, type RawClient } from './support/client.ts';
import { type GatewayWorld, openGatewayWorld } from './support/gatewayWorld.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';

for (const protocol of PROTOCOLS) {
  describe(`The faults of a gateway (${protocol})`, () => {
    let world: GatewayWorld;
    let broker: LocalBroker;
    let gateway: TestGateway;
    let schedule: ManualSchedule;
    let client: RawClient;
    let control: ControlClient;
    let QueueUrl: string;

    beforeEach(async () => {
      world = await openGatewayWorld(protocol);
      ({ broker, gateway, schedule, client, control, QueueUrl } = world);
    });

    afterEach(() => world.close());

    async function inject(faults: QueueFaults): Promise<void> {
      await control.request(setFaults, { queueArn: ARN, faults });
    }

    async function listFaultEvents(): Promise<readonly TraceEvent[]> {
      return (await world.readEvents()).filter(({ kind }) => kind === 'fault');
    }

    function sendsAtEndpoint(): number {
      return broker.calls.filter(({ action }) => action === 'SendMessage').length;
    }

    for (const [faults, code] of [
      [{ throttleRate: 1 }, 'RequestThrottled'],
      [{ errorRate: 1, errorCode: 'OverLimit' }, 'OverLimit'],
    ] as const) {
      it(`rejects calls with ${code}, and forwards none of them`, async () => {
        await inject(faults);
        await client.expectError('SendMessage', { QueueUrl, MessageBody: 'x' }, code);
        assert.equal(sendsAtEndpoint(), 0);
        assert.deepEqual(
          (await listFaultEvents()).map(({ error }) => error?.code),
          [code],
        );
        await control.request(clearFaults, {});
        await client.expect('SendMessage', { QueueUrl, MessageBody: 'x' });
      });
    }

    it('makes responses late', async () => {
      await inject({ slowRate: 1, slowMs: 3_000, actions: ['SendMessage'] });
      const sent = client.expect('SendMessage', { QueueUrl, MessageBody: 'x' });
      while (sendsAtEndpoint() === 0 || gateway.gateway.upstream.callCount > 0)
        await new Promise((resolve) => setImmediate(resolve));
      let isAnswered = false;
      void sent.then(() => (isAnswered = true));
      schedule.advance(2_999);
      await client.expect('ListQueues');
      assert.equal(isAnswered, false);
      schedule.advance(1);
      await sent;
    });

    it('closes connections after the effect', async () => {
      await inject({ dropRate: 1, actions: ['SendMessage'] });
      await assert.rejects(client.call('SendMessage', { QueueUrl, MessageBody: 'x' }));
      const { Attributes } = await client.expect('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
      assert.equal(Attributes.ApproximateNumberOfMessages, '1');
    });

    for (const isBatch of [false, true]) {
      it(`delivers a message again that was deleted${isBatch ? ' in a batch' : ''}, once`, async () => {
        await inject({ duplicateRate: 1 });
        await client.expect('SendMessage', { QueueUrl, MessageBody: 'x' });
        for (const expected of [0, 1]) {
          const { Messages } = await client.expect('ReceiveMessage', { QueueUrl, VisibilityTimeout: 5 });
          const { ReceiptHandle } = Messages[0];
          if (isBatch) {
            const { Successful } = await client.expect('DeleteMessageBatch', {
              QueueUrl,
              Entries: [{ Id: 'one', ReceiptHandle }],
            });
            assert.deepEqual(Successful, [{ Id: 'one' }]);
          } else await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
          broker.clock.advance(5_000);
          schedule.advance(5_000);
          const deletions = broker.calls.filter(({ action }) => action.startsWith('DeleteMessage'));
          assert.equal(deletions.length, expected);
        }
        assert.deepEqual(
          (await listFaultEvents()).map(({ fault }) => fault),
          ['duplicate'],
        );
      });
    }

    it('delivers the messages of a receive in another order, and all of them', async () => {
      await inject({ shuffle: true });
      const bodies = Array.from({ length: 10 }, (_, index) => `<${index}> & "x"`);
      for (const MessageBody of bodies) await client.expect('SendMessage', { QueueUrl, MessageBody });
      const { Messages } = await client.expect('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      const received = (Messages as { readonly Body: string }[]).map(({ Body }) => Body);
      assert.notDeepEqual(received, bodies);
      assert.deepEqual(received.toSorted(), bodies);
      assert.ok((await listFaultEvents()).every(({ fault }) => fault === 'shuffle'));
    });

    it('are not those that only an engine can have, and on FIFO queues not those that break their order', async () => {
      for (const faults of [{ delayMs: 5 }, { missRate: 0.5 }])
        await assert.rejects(inject(faults), /A gateway cannot have (?:delayMs|missRate)/);
      await assert.rejects(
        control.request(setFaults, { queueArn: `${ARN}.fifo`, faults: { shuffle: true } }),
        /A FIFO queue cannot have shuffle/,
      );
    });

    it('and mistakes of consumers are found in what passes', async () => {
      await client.expect('SendMessage', { QueueUrl, MessageBody: 'x' });
      for (let round = 0; round < 3; round++) {
        const { Messages } = await client.expect('ReceiveMessage', { QueueUrl, VisibilityTimeout: 5 });
        broker.clock.advance(6_000);
        schedule.advance(6_000);
        await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
        await client.expect('SendMessage', { QueueUrl, MessageBody: 'x' });
      }
      const { findings } = await control.request(listFindings, {});
      assert.deepEqual(findings.map(({ rule }) => rule).toSorted(), ['deletedTooLate', 'slowHandler']);
      assert.ok(findings.every(({ queueArn }) => queueArn === ARN));
    });
  });
}
