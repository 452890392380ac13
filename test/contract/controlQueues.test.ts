import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { readBilling, resetBilling } from '../../broker/protocol/billing.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { getMessage, peekMessages, sendMessage } from '../../broker/protocol/message.ts';
import {
  checkQueue,
  createQueue,
  deleteQueue,
  getQueue,
  listQueues,
  purgeQueue,
  queuesChanged,
  setQueueAttributes,
} from '../../broker/protocol/queue.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

const NO_SUCH_QUEUE = 'arn:aws:sqs:us-east-1:000000000000:nowhere';

describe('Queues and messages over the control channel', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = new SqsProgram(test.info.endpoint);
  });

  it('creates a queue that SQS clients see, and the other way round', async () => {
    const created = await client.request(createQueue, { name: 'orders', attributes: { DelaySeconds: '0' } });
    assert.deepEqual(created, {
      arn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      name: 'orders',
      url: `${test.info.endpoint}/000000000000/orders`,
      kind: 'standard',
      counts: { visible: 0, inFlight: 0, delayed: 0 },
      deadLetterSources: [],
      heldCount: 0,
    });
    assert.equal((await sqs.call('GetQueueUrl', { QueueName: 'orders' })).QueueUrl, created.url);
    await sqs.call('CreateQueue', { QueueName: 'payments.fifo', Attributes: { FifoQueue: 'true' } });
    const { queues } = await client.request(listQueues, {});
    assert.deepEqual(
      queues.map(({ name, kind }) => [name, kind]),
      [
        ['orders', 'standard'],
        ['payments.fifo', 'fifo'],
      ],
    );
  });

  it('names the dead-letter queue and its sources', async () => {
    const dead = await client.request(createQueue, { name: 'work-dead' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
    const work = await client.request(createQueue, { name: 'work', attributes: { RedrivePolicy } });
    assert.equal(work.deadLetterTarget, dead.arn);
    const details = await client.request(getQueue, { queueArn: dead.arn });
    assert.deepEqual(details.deadLetterSources, [work.arn]);
    const { queues } = await client.request(listQueues, {});
    assert.deepEqual(queues.find(({ name }) => name === 'work-dead')?.deadLetterSources, [work.arn]);
  });

  it("refuses in the service's words, naming the member", async () => {
    await assert.rejects(client.request(createQueue, { name: 'no spaces' }), {
      code: CONTROL_ERROR_CODES.serviceError,
      message: /alphanumeric characters, hyphens, or underscores/,
      data: { code: 'InvalidParameterValue', parameter: 'QueueName' },
    });
    await assert.rejects(client.request(createQueue, { name: 'x', attributes: { DelaySeconds: '901' } }), {
      code: CONTROL_ERROR_CODES.serviceError,
      data: { code: 'InvalidAttributeValue', parameter: 'DelaySeconds' },
    });
  });

  it('says what is not there', async () => {
    const expected = { code: CONTROL_ERROR_CODES.notFound };
    const { arn } = await client.request(createQueue, { name: 'empty' });
    const messageId = '11111111-1111-4111-8111-111111111111';
    await assert.rejects(client.request(getQueue, { queueArn: NO_SUCH_QUEUE }), expected);
    await assert.rejects(client.request(sendMessage, { queueArn: NO_SUCH_QUEUE, body: 'x' }), expected);
    await assert.rejects(client.request(getMessage, { queueArn: arn, messageId }), expected);
    await assert.rejects(client.request(getMessage, { queueArn: arn, messageId: 'garbage' }), expected);
  });

  it('changes attributes', async () => {
    const { arn } = await client.request(createQueue, { name: 'changing' });
    const attributes = { VisibilityTimeout: '5' };
    const details = await client.request(setQueueAttributes, { queueArn: arn, attributes });
    assert.equal(details.attributes.VisibilityTimeout, '5');
    assert.equal((await client.request(getQueue, { queueArn: arn })).attributes.VisibilityTimeout, '5');
  });

  it('checks values without changing any, and says all that is wrong', async () => {
    const { arn } = await client.request(createQueue, { name: 'checked' });
    const check = await client.request(checkQueue, {
      queueArn: arn,
      attributes: { VisibilityTimeout: '-1', Policy: '{"Statement": 1}' },
      tags: { 'aws:x': '' },
    });
    assert.deepEqual(
      check.problems.map(({ parameter }) => parameter),
      ['VisibilityTimeout', 'Tags', 'Policy'],
    );
    assert.equal((await client.request(getQueue, { queueArn: arn })).attributes.VisibilityTimeout, '30');
  });

  it('changes attributes and tags together, and nothing if another client has changed them', async () => {
    const { arn } = await client.request(createQueue, { name: 'shared', tags: { team: 'a', old: 'x' } });
    const expected = { attributes: { DelaySeconds: '0' }, tags: { team: 'a', old: 'x' } };
    const change = { queueArn: arn, tags: { team: 'b' }, removedTags: ['old'], expected };
    const changed = await client.request(setQueueAttributes, {
      ...change,
      attributes: { DelaySeconds: '1' },
    });
    assert.equal(changed.attributes.DelaySeconds, '1');
    assert.deepEqual(changed.tags, { team: 'b' });
    assert.ok((changed.revision ?? 0) > 0);
    const refused = { code: 'UnsupportedOperation', parameter: 'expected' };
    await assert.rejects(
      client.request(setQueueAttributes, { ...change, attributes: { DelaySeconds: '2' } }),
      (error: { data?: unknown }) => {
        assert.deepEqual(error.data, refused);
        return true;
      },
    );
    // Half of a change is none.
    await assert.rejects(
      client.request(setQueueAttributes, {
        queueArn: arn,
        attributes: { DelaySeconds: '3' },
        tags: { 'aws:x': '' },
      }),
    );
    const { attributes, tags } = await client.request(getQueue, { queueArn: arn });
    assert.equal(attributes.DelaySeconds, '1');
    assert.deepEqual(tags, { team: 'b' });
  });

  it('sends what the receiver gets, with the digests that its SDK checks', async () => {
    const { arn, url } = await client.request(createQueue, { name: 'sending' });
    const sent = await client.request(sendMessage, {
      queueArn: arn,
      body: 'héllo',
      attributes: [
        { name: 'kind', type: 'String', value: 'greeting' },
        { name: 'raw', type: 'Binary', value: Buffer.from([1, 2, 255]).toString('base64') },
      ],
    });
    assert.equal(sent.sizeBytes, 6 + 4 + 6 + 8 + 3 + 6 + 3);
    assert.equal(sent.chunks, 1);
    const [received] = (await sqs.call('ReceiveMessage', { QueueUrl: url, MessageAttributeNames: ['All'] }))
      .Messages;
    assert.equal(received.Body, 'héllo');
    assert.equal(received.MessageId, sent.messageId);
    assert.equal(received.MD5OfBody, sent.bodyMd5);
    assert.equal(received.MD5OfMessageAttributes, sent.attributesMd5);
    assert.equal(received.MessageAttributes.raw.BinaryValue, 'AQL/');
  });

  it('refuses a message at the member that is wrong', async () => {
    const { arn } = await client.request(createQueue, { name: 'refusing' });
    await assert.rejects(client.request(sendMessage, { queueArn: arn, body: '' }), {
      code: CONTROL_ERROR_CODES.serviceError,
      data: { code: 'MissingParameter', parameter: 'MessageBody' },
    });
    const attributes = [{ name: 'n', type: 'Number', value: 'ten' }];
    await assert.rejects(client.request(sendMessage, { queueArn: arn, body: 'x', attributes }), {
      data: { code: 'InvalidParameterValue', parameter: 'MessageAttributes.n' },
    });
    await assert.rejects(client.request(sendMessage, { queueArn: arn, body: 'x', delaySeconds: 901 }), {
      data: { code: 'InvalidParameterValue', parameter: 'DelaySeconds' },
    });
  });

  it('sends copies, also to a FIFO queue, without keeping others waiting', async () => {
    const { arn } = await client.request(createQueue, {
      name: 'copies.fifo',
      attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    });
    const sending = client.request(sendMessage, {
      queueArn: arn,
      body: 'again',
      groupId: 'g',
      count: 3000,
    });
    const early = await client.request(getQueue, { queueArn: arn });
    assert.ok(early.counts.visible < 3000, 'the other request was answered in between');
    assert.equal((await sending).sentCount, 3000);
    assert.equal((await client.request(getQueue, { queueArn: arn })).counts.visible, 3000);
  });

  it('keeps a given deduplication id for all copies, and says how many were repetitions', async () => {
    const { arn } = await client.request(createQueue, {
      name: 'repetitions.fifo',
      attributes: { FifoQueue: 'true' },
    });
    const params = { queueArn: arn, body: 'again', groupId: 'g', deduplicationId: 'd' };
    const copies = await client.request(sendMessage, { ...params, count: 3 });
    assert.deepEqual([copies.sentCount, copies.duplicateCount], [3, 2]);
    const again = await client.request(sendMessage, params);
    assert.deepEqual([again.sentCount, again.duplicateCount, again.messageId], [1, 1, copies.messageId]);
    assert.equal((await client.request(getQueue, { queueArn: arn })).counts.visible, 1);
  });

  it('peeks page by page and changes nothing', async () => {
    const { arn, url } = await client.request(createQueue, { name: 'peeking' });
    await client.request(sendMessage, { queueArn: arn, body: 'later', delaySeconds: 900 });
    await client.request(sendMessage, { queueArn: arn, body: 'now', count: 5 });
    await sqs.call('ReceiveMessage', { QueueUrl: url, MaxNumberOfMessages: 2 });
    const trace = test.broker.recorder.lastSequence;
    const states: [string, number][] = [];
    let cursor: string | undefined;
    do {
      const params = { queueArn: arn, limit: 4, ...(cursor === undefined ? {} : { cursor }) };
      const page = await client.request(peekMessages, params);
      for (const { state, receiveCount } of page.messages) states.push([state, receiveCount]);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    assert.deepEqual(states, [
      ['visible', 0],
      ['visible', 0],
      ['visible', 0],
      ['inFlight', 1],
      ['inFlight', 1],
      ['delayed', 0],
    ]);
    assert.equal(test.broker.recorder.lastSequence, trace);
    const { counts } = await client.request(getQueue, { queueArn: arn });
    assert.deepEqual(counts, { visible: 3, inFlight: 2, delayed: 1 });
  });

  it('shows one message whole, and who has it', async () => {
    const { arn, url } = await client.request(createQueue, { name: 'showing' });
    const body = 'x'.repeat(1000);
    const { messageId } = await client.request(sendMessage, { queueArn: arn, body });
    await sqs.call('ReceiveMessage', { QueueUrl: url, VisibilityTimeout: 60 });
    const details = await client.request(getMessage, { queueArn: arn, messageId });
    assert.equal(details.body, body);
    assert.equal(details.preview.length, 256);
    assert.equal(details.state, 'inFlight');
    assert.equal(details.consumerId, 'AKIDTEST test-client/1.0');
    assert.equal(details.systemAttributes.ApproximateReceiveCount, '1');
    assert.equal(details.systemAttributes.SentTimestamp, String(details.sentAt));
    assert.ok((details.visibleAt ?? 0) > details.sentAt + 59_000);
  });

  it('purges and deletes, and says what was lost', async () => {
    const { arn } = await client.request(createQueue, { name: 'losing' });
    await client.request(sendMessage, { queueArn: arn, body: 'x', count: 3 });
    assert.deepEqual(await client.request(purgeQueue, { queueArn: arn }), { messagesLost: 3 });
    await assert.rejects(client.request(purgeQueue, { queueArn: arn }), {
      data: { code: 'PurgeQueueInProgress' },
    });
    await client.request(sendMessage, { queueArn: arn, body: 'x' });
    assert.deepEqual(await client.request(deleteQueue, { queueArn: arn }), { messagesLost: 1 });
    await assert.rejects(client.request(getQueue, { queueArn: arn }), { code: CONTROL_ERROR_CODES.notFound });
  });

  it('sends every client all queues, in full', async () => {
    const other = await openClient(test.info.control);
    const { arn, url } = await client.request(createQueue, { name: 'watched' });
    const countsAre = (visible: number, inFlight: number) =>
      other.waitFor(queuesChanged, ({ queues }) => {
        const counts = queues.find((queue) => queue.arn === arn)?.counts;
        return counts?.visible === visible && counts.inFlight === inFlight;
      });
    const sent = countsAre(1, 0);
    await sqs.call('SendMessage', { QueueUrl: url, MessageBody: 'x' });
    const { queues } = await sent;
    assert.ok(queues.length > 1, 'the others are there too');
    const received = countsAre(0, 1);
    await sqs.call('ReceiveMessage', { QueueUrl: url });
    await received;
    await other.close();
  });

  it('counts the calls of the editor and of programs', async () => {
    const { arn, url } = await client.request(createQueue, { name: 'counting' });
    await client.request(resetBilling, {});
    await client.request(sendMessage, { queueArn: arn, body: 'x'.repeat(65_537), count: 2 });
    await sqs.call('ReceiveMessage', { QueueUrl: url });
    const { calls, billedRequests, rows } = await client.request(readBilling, {});
    assert.deepEqual([calls, billedRequests], [3, 6]);
    assert.deepEqual(
      rows.map((row) => [row.queueArn, row.action, row.consumerId, row.calls, row.billedRequests]),
      [
        [arn, 'SendMessage', 'editor', 2, 4],
        [arn, 'ReceiveMessage', 'AKIDTEST test-client/1.0', 1, 2],
      ],
    );
  });
});
