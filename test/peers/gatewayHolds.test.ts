import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import { ControlClient } from '../../broker/client/controlClient.ts';
import { holdClock, releaseClock } from '../../broker/protocol/clock.ts';
import { readTrace, type TraceEvent } from '../../broker/protocol/trace.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';

const VISIBILITY_SECONDS = 2;
/** How long another consumer waits for the message: it would come back meanwhile. */
const WAIT_SECONDS = 4;
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

for (const name of ['ElasticMQ', 'moto']) {
  describe(`A gateway to ${name} whose program is paused`, () => {
    const start = findStart(name);
    if ('missing' in start) {
      it.skip(start.missing);
      return;
    }
    let server: OtherEndpoint;
    let gateway: TestGateway;
    let control: ControlClient;
    /** A program, and a consumer that does not call through the gateway. */
    let [program, other]: SQSClient[] = [];

    before(async () => {
      server = await startOtherEndpoint(start.argv);
      gateway = await startGateway(server.endpoint);
      control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
      const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
      [program, other] = [gateway, server].map(
        ({ endpoint }) =>
          new SQSClient({ endpoint, region: 'us-east-1', credentials, useQueueUrlAsEndpoint: false }),
      );
    });

    after(async () => {
      for (const client of [program, other]) client?.destroy();
      await control.close();
      await gateway.close();
      await server.close();
    });

    async function receive(client: SQSClient | undefined, QueueUrl: string, WaitTimeSeconds: number) {
      const wanted = { QueueUrl, WaitTimeSeconds, VisibilityTimeout: VISIBILITY_SECONDS };
      return (await client?.send(new ReceiveMessageCommand(wanted)))?.Messages ?? [];
    }

    async function listEvents(queue: string): Promise<readonly TraceEvent[]> {
      const { events } = await control.request(readTrace, { afterSequence: 0, limit: 1_000 });
      return events.filter(({ queueArn }) => queueArn?.endsWith(`:${queue}`));
    }

    /** A queue with a message that the program has received. */
    async function begin(QueueName: string) {
      const { QueueUrl = '' } = (await program?.send(new CreateQueueCommand({ QueueName }))) ?? {};
      await program?.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
      const [message] = await receive(program, QueueUrl, 0);
      const received = (await listEvents(QueueName)).find(({ kind }) => kind === 'received');
      return {
        QueueUrl,
        directUrl: QueueUrl.replace(gateway.endpoint, server.endpoint),
        ReceiptHandle: message?.ReceiptHandle,
        consumerId: received?.consumer?.id ?? '',
      };
    }

    it('lets a message come back that is not held', async () => {
      const { directUrl } = await begin('free');
      assert.equal((await receive(other, directUrl, WAIT_SECONDS)).length, 1);
    });

    it('keeps a message hidden, which the program deletes later', async () => {
      const { QueueUrl, directUrl, ReceiptHandle, consumerId } = await begin('held');
      assert.deepEqual(await control.request(holdClock, { consumerId }), { heldCount: 1 });
      assert.deepEqual(await receive(other, directUrl, WAIT_SECONDS), []);
      await control.request(releaseClock, { consumerId });
      await program?.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const wanted = { QueueUrl: directUrl, AttributeNames: [...COUNTS] };
      const counts = await other?.send(new GetQueueAttributesCommand(wanted));
      assert.deepEqual(counts?.Attributes, Object.fromEntries(COUNTS.map((each) => [each, '0'])));
      assert.deepEqual(
        (await listEvents('held')).map(({ kind, consumer }) => [kind, consumer?.id === 'queueside-gateway']),
        [
          ['queueCreated', false],
          ['sent', false],
          ['received', false],
          ['held', false],
          ['visibilityChanged', true],
          ['released', false],
          ['deleted', false],
        ],
      );
    });
  });
}
