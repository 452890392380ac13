import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ControlClient } from '../../broker/client/controlClient.ts';
import { getSentMessage, type MessageAttributeValue } from '../../broker/protocol/message.ts';
import { clearTrace, readTrace, type TraceEvent } from '../../broker/protocol/trace.ts';
import type { TestGateway } from '../support/gateway/testGateway.ts';
import type { ManualSchedule } from '../support/manualSchedule.ts';
import type { LocalBroker } from './support/broker.ts';
import { PROTOCOLS, RawClient } from './support/client.ts';
import { type GatewayWorld, openGatewayWorld } from './support/gatewayWorld.ts';

const BODY = 'żółw & <xml> "quoted"';

/** As the tests write them: the protocols have orders of their own. */
function sortByName(attributes: readonly MessageAttributeValue[]): readonly MessageAttributeValue[] {
  return attributes.toSorted((one, other) => other.name.localeCompare(one.name));
}

for (const protocol of PROTOCOLS) {
  describe(`The contents that a gateway remembers (${protocol})`, () => {
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

    async function list(...kinds: readonly string[]): Promise<readonly TraceEvent[]> {
      return (await world.readEvents()).filter(({ kind }) => kinds.includes(kind));
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

    const CONTENT = {
      MessageBody: BODY,
      MessageAttributes: {
        tenant: { DataType: 'String.name', StringValue: 'acme' },
        key: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]).toString('base64') },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
      },
    };
    const SAID = {
      body: BODY,
      attributes: [
        { name: 'tenant', type: 'String.name', value: 'acme' },
        { name: 'key', type: 'Binary', value: 'AP8=' },
      ],
      traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
    };

    it('remembers what a program sent, also when the message is gone', async () => {
      const id = await send(CONTENT);
      const { ReceiptHandle } = await receive();
      await client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
      const { body, attributes, traceHeader, messageId } = await control.request(getSentMessage, {
        messageId: id,
      });
      assert.deepEqual({ body, attributes: sortByName(attributes), traceHeader }, SAID);
      assert.equal(messageId, id);
      const { events } = await control.request(readTrace, {
        afterSequence: 0,
        limit: 1000,
        withContents: true,
      });
      assert.deepEqual(
        events.filter(({ content }) => content !== undefined).map(({ kind }) => kind),
        ['sent'],
      );
    });

    it('remembers what a message says whose send it did not see, with its first receive', async () => {
      const { MessageId: id } = await own.expect('SendMessage', {
        QueueUrl: QueueUrl.replace(gateway.endpoint, broker.endpoint),
        ...CONTENT,
      });
      const asked = {
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
        VisibilityTimeout: 1,
      };
      await receive(QueueUrl, asked);
      await advance(1_000);
      await receive(QueueUrl, asked);
      const { body, attributes, traceHeader } = await control.request(getSentMessage, {
        messageId: id as string,
      });
      assert.deepEqual({ body, attributes: sortByName(attributes), traceHeader }, SAID);
      const events = (await list('received')).map(({ preview }) => preview);
      assert.deepEqual(events, [BODY, undefined]);
    });

    it('says of a send that the endpoint took for a duplicate that it is one', async () => {
      const { QueueUrl: fifo } = await client.expect('CreateQueue', {
        QueueName: 'orders.fifo',
        Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
      });
      const once = () =>
        client.expect('SendMessage', { QueueUrl: fifo, MessageBody: BODY, MessageGroupId: 'g' });
      await once();
      await once();
      const events = await list('sent', 'deduplicated');
      assert.deepEqual(
        events.map(({ kind, preview, groupId }) => [kind, preview, groupId]),
        [
          ['sent', BODY, 'g'],
          ['deduplicated', undefined, 'g'],
        ],
      );
      assert.equal(events[0]?.messageId, events[1]?.messageId);
    });

    it('remembers it again after the trace was cleared', async () => {
      const id = await send();
      await control.request(clearTrace, {});
      await receive();
      assert.equal((await control.request(getSentMessage, { messageId: id })).body, BODY);
    });
  });
}
