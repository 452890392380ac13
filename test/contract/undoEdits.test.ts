import assert from 'node:assert/strict';
import { advanceClock, getClock, resetClock } from '../../broker/protocol/clock.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import {
  deleteMessages,
  getMessage,
  moveMessages,
  peekMessages,
  redriveMessages,
  undoMessages,
} from '../../broker/protocol/message.ts';
import { createQueue, deleteQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

describe('taking back what the editor did to messages', () => {
  let client: ControlClient;
  let sqs: SqsProgram;
  let count = 0;
  let from: QueueSummary;
  let to: QueueSummary;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    sqs = new SqsProgram(info.endpoint);
  });
  beforeEach(async () => {
    count += 1;
    from = await client.request(createQueue, { name: `from-${count}` });
    to = await client.request(createQueue, { name: `to-${count}` });
  });

  const send = async ({ url }: QueueSummary, MessageBody: string, more = {}): Promise<string> =>
    String((await sqs.call('SendMessage', { QueueUrl: url, MessageBody, ...more })).MessageId);
  const receive = async ({ url }: QueueSummary, more = {}) =>
    ((
      await sqs.call('ReceiveMessage', {
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        VisibilityTimeout: 0,
        ...more,
      })
    ).Messages ?? []) as { MessageId: string; Body: string; Attributes: Record<string, string> }[];
  const list = async ({ arn }: QueueSummary) =>
    (await client.request(peekMessages, { queueArn: arn, limit: 100 })).messages;
  const undo = (undoId: string | undefined) => client.request(undoMessages, { undoId: undoId ?? '' });

  it('brings deleted messages back as they were: id, content, send time and receive count', async () => {
    const MessageAttributes = { kind: { DataType: 'Binary.raw', BinaryValue: 'AQID' } };
    const first = await send(from, 'first', { MessageAttributes });
    const second = await send(from, 'second');
    await receive(from);
    await receive(from);
    const before = await Promise.all(
      [first, second].map((messageId) => client.request(getMessage, { queueArn: from.arn, messageId })),
    );
    const messageIds = [second, first];
    const deleted = await client.request(deleteMessages, { queueArn: from.arn, messageIds });
    assert.deepEqual(await list(from), []);
    assert.deepEqual(await undo(deleted.undoId), { done: messageIds, missed: [] });
    const after = await Promise.all(
      [first, second].map((messageId) => client.request(getMessage, { queueArn: from.arn, messageId })),
    );
    assert.deepEqual(after, before);
    assert.deepEqual(
      (await receive(from)).map(({ Attributes }) => Attributes['ApproximateReceiveCount']),
      ['3', '3'],
    );
    await assert.rejects(undo(deleted.undoId), { code: CONTROL_ERROR_CODES.notFound });
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000, messageId: first });
    assert.ok(events.some(({ kind, detail }) => kind === 'visible' && detail === 'Its deletion was undone.'));
  });

  it('brings messages of a FIFO queue back to their place', async () => {
    const fifo = await client.request(createQueue, {
      name: `from-${count}.fifo`,
      attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    });
    const ids: string[] = [];
    for (const body of ['a', 'b', 'c', 'd']) ids.push(await send(fifo, body, { MessageGroupId: 'g' }));
    const messageIds = ids.slice(1, 3);
    const { undoId } = await client.request(deleteMessages, { queueArn: fifo.arn, messageIds });
    await send(fifo, 'e', { MessageGroupId: 'g' });
    await undo(undoId);
    const received = await receive(fifo);
    assert.deepEqual(
      received.map(({ Body }) => Body),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });

  it('delays messages no longer after the clock was set back: deleted and moved ones', async () => {
    await client.request(advanceClock, { byMs: 3_600_000 });
    const queueArn = from.arn;
    const ids = [
      await send(from, 'deleted', { DelaySeconds: 600 }),
      await send(from, 'moved', { DelaySeconds: 600 }),
    ];
    const [deleted = '', moved = ''] = ids;
    const edits = [
      await client.request(deleteMessages, { queueArn, messageIds: [deleted] }),
      await client.request(moveMessages, { queueArn, messageIds: [moved], toQueueArn: to.arn }),
    ];
    await client.request(resetClock, {});
    for (const { undoId } of edits) await undo(undoId);
    const { now } = await client.request(getClock, {});
    for (const messageId of ids) {
      const { sentAt, visibleAt = 0 } = await client.request(getMessage, { queueArn, messageId });
      assert.ok(sentAt <= now);
      assert.equal(visibleAt - sentAt, 600_000);
    }
  });

  it('moves messages back as far as they wait, and says why the others are not', async () => {
    const [waiting, taken, gone] = [
      await send(from, 'waiting'),
      await send(from, 'taken'),
      await send(from, 'gone'),
    ];
    await receive(from);
    const messageIds = [waiting, taken, gone];
    const { undoId } = await client.request(moveMessages, {
      queueArn: from.arn,
      messageIds,
      toQueueArn: to.arn,
    });
    const moved = await list(to);
    const idOf = (preview: string) => moved.find((each) => each.preview === preview)?.messageId ?? '';
    await client.request(deleteMessages, { queueArn: to.arn, messageIds: [idOf('gone')] });
    const [first] = await receive(to, { MaxNumberOfMessages: 1, VisibilityTimeout: 60 });
    const inFlight = first?.Body === 'waiting' ? waiting : taken;
    const back = inFlight === waiting ? taken : waiting;
    const undone = await undo(undoId);
    assert.deepEqual(undone.done, [back]);
    assert.deepEqual(
      undone.missed.toSorted((one, other) => (one.reason < other.reason ? -1 : 1)),
      [
        { messageId: inFlight, reason: 'A consumer is processing it.' },
        { messageId: gone, reason: 'It is no longer in the queue that it was moved to.' },
      ],
    );
    const [message] = await list(from);
    assert.equal(message?.messageId, back);
    assert.equal(message.receiveCount, 1);
    assert.equal((await list(to)).length, 1);
  });

  it('sends redriven messages back to the dead-letter queue, from where they can be redriven again', async () => {
    const policy = { deadLetterTargetArn: to.arn, maxReceiveCount: 1 };
    await sqs.call('SetQueueAttributes', {
      QueueUrl: from.url,
      Attributes: { RedrivePolicy: JSON.stringify(policy) },
    });
    const messageId = await send(from, 'dead');
    await receive(from);
    await receive(from);
    const redrive = () => client.request(redriveMessages, { queueArn: to.arn, messageIds: [messageId] });
    const { undoId } = await redrive();
    assert.equal((await list(from)).length, 1);
    assert.deepEqual((await undo(undoId)).done, [messageId]);
    assert.deepEqual(await list(from), []);
    assert.deepEqual((await redrive()).done, [messageId]);
  });

  it('does not bring back what has no queue any more', async () => {
    const messageId = await send(from, 'x');
    const { undoId } = await client.request(deleteMessages, { queueArn: from.arn, messageIds: [messageId] });
    await client.request(deleteQueue, { queueArn: from.arn });
    assert.deepEqual(await undo(undoId), {
      done: [],
      missed: [{ messageId, reason: 'Its queue no longer exists.' }],
    });
  });

  it('has nothing to offer where nothing was done', async () => {
    const nothing = await client.request(deleteMessages, { queueArn: from.arn, messageIds: ['no-such-id'] });
    assert.equal(nothing.undoId, undefined);
  });
});
