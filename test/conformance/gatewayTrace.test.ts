import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ControlClient } from '../../broker/client/controlClient.ts';
import { listFindings } from '../../broker/protocol/findings.ts';
import { readTrace, subscribeTrace, type TraceEvent, traceEvents } from '../../broker/protocol/trace.ts';
import type { TestGateway } from '../support/gateway/testGateway.ts';
import type { ManualSchedule } from '../support/manualSchedule.ts';
import type { LocalBroker } from './support/broker.ts';
import { PROTOCOLS, RawClient } from './support/client.ts';
import { type GatewayWorld, openGatewayWorld } from './support/gatewayWorld.ts';

const BODY = 'żółw & <xml> "quoted"';

for (const protocol of PROTOCOLS) {
  describe(`The trace of a gateway (${protocol})`, () => {
    let world: GatewayWorld;
    let broker: LocalBroker;
    let gateway: TestGateway;
    let schedule: ManualSchedule;
    let client: RawClient;
    let control: ControlClient;
    let QueueUrl: string;
    let own: RawClient;

    beforeEach(async () => {
      world = await openGatewayWorld(protocol);
      ({ broker, gateway, schedule, client, control, QueueUrl } = world);
      // A program that does not call through the gateway.
      own = new RawClient(broker, protocol);
    });

    afterEach(() => world.close());

    /** What happened since, in short. */
    async function list(...kinds: readonly string[]): Promise<readonly TraceEvent[]> {
      return (await world.readEvents()).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
    }

    async function advance(ms: number): Promise<void> {
      broker.clock.advance(ms);
      schedule.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    }

    async function send(input: object = {}): Promise<string> {
      return (await client.expect('SendMessage', { QueueUrl, MessageBody: BODY, ...input }))[
        'MessageId'
      ] as string;
    }

    async function receive(url = QueueUrl, input: object = {}): Promise<Record<string, string>> {
      const { Messages = [] } = await client.expect('ReceiveMessage', {
        QueueUrl: url,
        VisibilityTimeout: 30,
        ...input,
      });
      return Messages[0] as Record<string, string>;
    }

    it('has the life of a message: sent, received, changed and deleted, with the request IDs of the endpoint', async () => {
      const id = await send({
        DelaySeconds: 0,
        MessageAttributes: { tenant: { DataType: 'String', StringValue: 'acme' } },
      });
      const { ReceiptHandle } = await receive(QueueUrl, { MessageSystemAttributeNames: ['All'] });
      await advance(5_000);
      await client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 60 });
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
      const events = await list();
      assert.deepEqual(
        events.map(({ kind, messageId, timeoutMs, inFlightMs, sizeBytes, receiveCount, isInferred }) =>
          Object.values({ kind, messageId, timeoutMs, inFlightMs, sizeBytes, receiveCount, isInferred }),
        ),
        [
          ['queueCreated', undefined, undefined, undefined, undefined, undefined, undefined],
          ['sent', id, undefined, undefined, Buffer.byteLength(BODY) + 16, undefined, undefined],
          ['received', id, 30_000, undefined, Buffer.byteLength(BODY), 1, undefined],
          ['visibilityChanged', id, 60_000, 5_000, undefined, 1, undefined],
          ['deleted', id, undefined, 5_000, undefined, 1, undefined],
        ],
      );
      const [, sent] = events;
      assert.equal(sent?.preview, BODY);
      assert.equal(sent?.queueArn, 'arn:aws:sqs:us-east-1:000000000000:orders');
      assert.equal(sent?.consumer?.accessKeyId, 'AKIDEXAMPLE');
      assert.ok(sent?.durationMs !== undefined && sent.chunks === 1);
      assert.deepEqual(
        events.map(({ requestId }) => requestId),
        broker.calls
          .filter(({ action }) => action !== 'GetQueueAttributes')
          .map(({ caller }) => caller.requestId),
      );
    });

    it('has the entries of batches, and those that failed', async () => {
      const sent = await client.expect('SendMessageBatch', {
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: '\u0001' },
          { Id: 'c', MessageBody: 'three', DelaySeconds: 5 },
        ],
      });
      assert.equal(sent['Failed'].length, 1);
      const events = await list('sent', 'rejected');
      assert.deepEqual(
        events.map(({ kind, preview, timeoutMs }) => [kind, preview, timeoutMs]),
        [
          ['sent', 'one', undefined],
          ['sent', 'three', 5_000],
          ['rejected', undefined, undefined],
        ],
      );
      const { Messages } = await client.expect('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      const Entries = [{ Id: 'x', ReceiptHandle: Messages[0].ReceiptHandle }];
      await client.expect('ChangeMessageVisibilityBatch', {
        QueueUrl,
        Entries: [{ ...Entries[0], VisibilityTimeout: 7 }],
      });
      await client.expect('DeleteMessageBatch', { QueueUrl, Entries });
      const later = await list('visibilityChanged', 'deleted');
      assert.deepEqual(
        later.map(({ kind, messageId, timeoutMs }) => [kind, messageId, timeoutMs]),
        [
          ['visibilityChanged', Messages[0].MessageId, 7_000],
          ['deleted', Messages[0].MessageId, undefined],
        ],
      );
    });

    it('has rejected calls with the words of the endpoint, and receives that found nothing', async () => {
      await client.call('SendMessage', { QueueUrl: `${QueueUrl}-none`, MessageBody: 'x' });
      await client.expect('ReceiveMessage', { QueueUrl });
      const [rejected, empty] = await list('rejected', 'emptyReceive');
      assert.equal(rejected?.error?.code, 'AWS.SimpleQueueService.NonExistentQueue');
      assert.match(rejected?.error?.message ?? '', /^The specified queue does not exist/);
      assert.equal(empty?.kind, 'emptyReceive');
    });

    it('infers that a visibility timeout ran out, at its moment and not before', async () => {
      const id = await send();
      await receive();
      await advance(29_999);
      assert.deepEqual(await list('expired'), []);
      await advance(1);
      const [expired] = await list('expired');
      assert.deepEqual([expired?.messageId, expired?.isInferred, expired?.inFlightMs], [id, true, 30_000]);
      assert.match(expired?.detail ?? '', /^Inferred: its visibility timeout must have run out/);
    });

    it('infers it by the timeout of the queue, which it reads once', async () => {
      await own.expect('SetQueueAttributes', {
        QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
        Attributes: { VisibilityTimeout: '12' },
      });
      await send();
      await send();
      await receive(QueueUrl, { VisibilityTimeout: undefined, MaxNumberOfMessages: 1 });
      await receive(QueueUrl, { VisibilityTimeout: undefined, MaxNumberOfMessages: 1 });
      while (!broker.calls.some(({ action }) => action === 'GetQueueAttributes'))
        await new Promise((resolve) => setImmediate(resolve));
      await client.expect('ListQueues');
      await advance(12_000);
      assert.equal((await list('expired')).length, 2);
      assert.equal(broker.calls.filter(({ action }) => action === 'GetQueueAttributes').length, 1);
    });

    it('says of a late deletion that it is late', async () => {
      await send();
      const { ReceiptHandle } = await receive();
      await advance(31_000);
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
      const [deleted] = await list('deleted');
      assert.match(deleted?.detail ?? '', /^Inferred: its visibility timeout must have ended before/);
    });

    it('says of no deletion that it is late if a call ended the receive: an SDK deletes again if a response is lost', async () => {
      await send();
      const { ReceiptHandle } = await receive();
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
      const deleted = await list('deleted');
      assert.deepEqual(
        deleted.map(({ detail }) => detail),
        [undefined, undefined],
      );
    });

    it('infers that a message came back before its timeout', async () => {
      const id = await send();
      const { ReceiptHandle } = await receive();
      await own.expect('ChangeMessageVisibility', {
        QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
        ReceiptHandle,
        VisibilityTimeout: 0,
      });
      await receive();
      const [first, expired, second] = await list('received', 'expired');
      assert.deepEqual([first?.kind, expired?.kind, second?.kind], ['received', 'expired', 'received']);
      assert.deepEqual([expired?.messageId, expired?.isInferred], [id, true]);
      assert.match(expired?.detail ?? '', /received again before/);
    });

    it('finds a deletion with an earlier receipt handle too late only if its own timeout had run out', async () => {
      const direct = QueueUrl.replace(gateway.endpoint, broker.endpoint);
      const listLate = async () =>
        (await control.request(listFindings, {})).findings.filter(({ rule }) => rule === 'deletedTooLate');
      await send();
      const early = await receive();
      await own.expect('ChangeMessageVisibility', {
        QueueUrl: direct,
        ReceiptHandle: early['ReceiptHandle'],
        VisibilityTimeout: 0,
      });
      await receive();
      await advance(5_000);
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle: early['ReceiptHandle'] });
      assert.deepEqual(await listLate(), []);
      await own.expect('PurgeQueue', { QueueUrl: direct });
      await send();
      const late = await receive();
      await advance(30_000);
      await receive();
      await advance(5_000);
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle: late['ReceiptHandle'] });
      const [finding] = await listLate();
      assert.match(finding?.explanation ?? '', /deleted 35 s after it was received.* only 30 s/);
    });

    it('infers a move to the dead-letter queue when the message is received there', async () => {
      const dead = await client.expect('CreateQueue', { QueueName: 'dead' });
      await client.expect('SetQueueAttributes', {
        QueueUrl,
        Attributes: {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
            maxReceiveCount: 1,
          }),
        },
      });
      const id = await send();
      await receive();
      await advance(30_000);
      assert.equal(await receive(), undefined);
      await receive(dead['QueueUrl'] as string);
      const [moved] = await list('movedToDeadLetter');
      assert.deepEqual(
        [
          moved?.messageId,
          moved?.isInferred,
          moved?.queueArn?.split(':').at(-1),
          moved?.otherQueueArn?.split(':').at(-1),
        ],
        [id, true, 'orders', 'dead'],
      );
    });

    it('infers no move to a queue that is not the dead-letter queue', async () => {
      const more = await client.expect('CreateQueue', { QueueName: 'more' });
      const dead = await client.expect('CreateQueue', { QueueName: 'dead' });
      const policyTo = (name: string): object => ({
        Attributes: {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
            maxReceiveCount: 1,
          }),
        },
      });
      // Another program changes the policy after it was seen.
      await client.expect('SetQueueAttributes', { QueueUrl, ...policyTo('more') });
      await own.expect('SetQueueAttributes', {
        QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
        ...policyTo('dead'),
      });
      await send();
      await receive();
      await advance(30_000);
      assert.equal(await receive(), undefined);
      assert.equal(await receive(more['QueueUrl'] as string), undefined);
      assert.notEqual(await receive(dead['QueueUrl'] as string), undefined);
      assert.deepEqual(await list('movedToDeadLetter', 'redriven'), []);
    });

    it('says of messages of other consumers that they are not known', async () => {
      await send();
      const { Messages } = await own.expect('ReceiveMessage', {
        QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
      });
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
      const [deleted] = await list('deleted');
      assert.equal(deleted?.messageId, undefined);
      assert.match(deleted?.detail ?? '', /No program received the message through this gateway/);
    });

    it('links what a program sends to the one message that it has in flight', async () => {
      const id = await send();
      await receive();
      await send({ MessageBody: 'caused' });
      const [, caused] = await list('sent');
      assert.equal(caused?.causedBy, id);
    });

    it('is sent to clients that subscribe, and can be saved with contents', async () => {
      const { subscriptionId } = await control.request(subscribeTrace, {});
      const came = new Promise<readonly TraceEvent[]>((resolve) =>
        control.onNotification(traceEvents, ({ events }) => resolve(events)),
      );
      const id = await send();
      schedule.advance(50);
      assert.deepEqual(
        (await came).map(({ kind, messageId }) => [kind, messageId]),
        [['sent', id]],
      );
      assert.ok(subscriptionId !== '');
      const { events } = await control.request(readTrace, {
        afterSequence: 0,
        limit: 10,
        withContents: true,
      });
      assert.equal(events.find(({ kind }) => kind === 'sent')?.content?.body, BODY);
    });
  });
}
