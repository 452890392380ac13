import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { ControlClient as GatewayClient } from '../../broker/client/controlClient.ts';
import { getMessage, type MessageDetails, peekMessages } from '../../broker/protocol/message.ts';
import { createQueue, listQueues } from '../../broker/protocol/queue.ts';
import { addToReplay, replayProgressed, startReplay } from '../../broker/protocol/replay.ts';
import { readRecordedSends } from '../../extension/trace/recordedSends.ts';
import { findReplayTargets, redirectSends } from '../../extension/trace/replayTargets.ts';
import { readWholeTrace } from '../../extension/trace/traceExport.ts';
import { readTraceLines } from '../../extension/trace/traceFile.ts';
import { formatTraceHeader, formatTraceLine } from '../../extension/trace/traceFormat.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const TRACE_HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const ATTRIBUTES = {
  tenant: { DataType: 'String.name', StringValue: 'żółw & <xml>' },
  weight: { DataType: 'Number', StringValue: '0.10' },
  key: { DataType: 'Binary', BinaryValue: 'AAH/' },
};
const BODIES = ['żółw & <xml> "quoted"\r\n\t', '{"a":1, "b": [ ] }', ' ', 'x'.repeat(300_000)];

describe('A session that was recorded through a gateway', function () {
  this.timeout(20_000);
  let gateway: TestGateway;
  let editor: GatewayClient;
  let upstream: ControlClient;
  let local: ControlClient;
  let lines: readonly string[];

  before(async () => {
    const endpoint = await startTestBroker();
    upstream = await openClient(endpoint.info.control);
    local = await openClient((await startTestBroker({ config: { region: 'eu-west-1' } })).info.control);
    gateway = await startGateway(endpoint.info.endpoint);
    editor = await GatewayClient.open(gateway.info.control, GATEWAY_TOKEN);
    await record(new SqsProgram(gateway.endpoint), new SqsProgram(endpoint.info.endpoint));
    lines = await save();
  });
  after(async () => {
    await editor.close();
    await gateway.close();
  });

  /** A program that sends, one that others send to, and what both say. */
  async function record(program: SqsProgram, other: SqsProgram): Promise<void> {
    const { QueueUrl } = await program.call('CreateQueue', { QueueName: 'orders' });
    const fifo = await program.call('CreateQueue', {
      QueueName: 'payments.fifo',
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    });
    await program.call('SendMessage', {
      QueueUrl,
      MessageBody: BODIES[0],
      MessageAttributes: ATTRIBUTES,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: TRACE_HEADER } },
    });
    await program.call('SendMessageBatch', {
      QueueUrl,
      Entries: BODIES.slice(1).map((MessageBody, index) => ({ Id: `e${index}`, MessageBody })),
    });
    for (const [group, body] of ['ab', 'ba', 'ac'].flatMap((groups, turn) =>
      groups.split('').map((each) => [each, `${each}${turn}`] as const),
    ))
      await program.call('SendMessage', {
        QueueUrl: fifo.QueueUrl,
        MessageBody: body,
        MessageGroupId: group,
      });
    // A duplicate: the endpoint keeps the first one only.
    await program.call('SendMessage', { QueueUrl: fifo.QueueUrl, MessageBody: 'c2', MessageGroupId: 'c' });
    const { QueueUrl: inbox } = await program.call('CreateQueue', { QueueName: 'inbox' });
    await other.call('SendMessage', {
      QueueUrl: inbox.replace(gateway.endpoint, new URL(gateway.info.upstream).origin),
      MessageBody: 'sent past the gateway',
      MessageAttributes: ATTRIBUTES,
    });
    await program.call('ReceiveMessage', {
      QueueUrl: inbox,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
  }

  async function save(): Promise<readonly string[]> {
    const written = [formatTraceHeader(Date.now(), 'Production')];
    for await (const page of readWholeTrace(editor)) written.push(...page.map(formatTraceLine));
    return written.join('').trimEnd().split('\n');
  }

  /** All messages of a queue in their order, with what a program would see of them. */
  async function readQueue(client: ControlClient, name: string): Promise<readonly unknown[]> {
    const queue = (await client.request(listQueues, {})).queues.find((each) => each.name === name);
    assert.ok(queue, `There is no queue ${name}`);
    const { messages } = await client.request(peekMessages, { queueArn: queue.arn, limit: 100 });
    const whole = await Promise.all(
      messages.map(({ messageId }) => client.request(getMessage, { queueArn: queue.arn, messageId })),
    );
    return whole
      .toSorted((one, next) => one.sentAt - next.sentAt || orderOf(one).localeCompare(orderOf(next)))
      .map(({ body, attributes, groupId, systemAttributes: { AWSTraceHeader } }) => ({
        body,
        attributes,
        groupId,
        AWSTraceHeader,
      }));
  }

  /** Of those that were sent in the same millisecond: by the 20 digits of FIFO queues, otherwise as they were sent. */
  function orderOf({ systemAttributes, body }: MessageDetails): string {
    return systemAttributes['SequenceNumber'] ?? String(BODIES.indexOf(body));
  }

  it('opens as a trace that names the connection, with what its messages say', async () => {
    const result = await readTraceLines(lines);
    assert.ok(result.ok);
    assert.equal(result.trace.connection, 'Production');
    assert.equal(result.trace.unreadableCount, 0);
    assert.equal(result.trace.contents.size, BODIES.length + 6 + 1);
  });

  it('is replayed to the local broker, whose queues are created, message for message', async () => {
    const { sends, withoutContents } = await readRecordedSends(lines);
    assert.equal(withoutContents, 0);
    const { queues } = await local.request(listQueues, {});
    const targets = findReplayTargets(
      {
        findByArn: (arn) => queues.find((queue) => queue.arn === arn),
        findByName: (name) => queues.find((queue) => queue.name === name),
      },
      sends,
    );
    assert.deepEqual(
      targets.missing.map((arn) => arn.split(':').at(-1)),
      ['orders', 'payments.fifo', 'inbox'],
    );
    const created = new Map<string, string>();
    for (const arn of targets.missing) {
      const name = arn.split(':').at(-1) ?? '';
      const attributes = name.endsWith('.fifo') ? { attributes: { FifoQueue: 'true' } } : {};
      created.set(arn, (await local.request(createQueue, { name, ...attributes })).arn);
    }
    const { replayId } = await local.request(addToReplay, { sends: redirectSends(sends, created) });
    const done = local.waitFor(replayProgressed, ({ status }) => status === 'done');
    const started = await local.request(startReplay, { replayId, speed: 0 });
    const state = started.status === 'done' ? started : await done;
    assert.deepEqual([state.sentCount, state.failedCount], [BODIES.length + 6 + 1, 0]);
    for (const name of ['orders', 'payments.fifo', 'inbox'])
      assert.deepEqual(await readQueue(local, name), await readQueue(upstream, name), name);
    assert.equal((await readQueue(local, 'payments.fifo')).length, 6);
  });
});
