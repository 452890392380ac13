import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import {
  advanceClock,
  advanceClockToMessage,
  advanceClockToNext,
  type ClockState,
  getClock,
  resetClock,
} from '../../broker/protocol/clock.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import {
  copyMessages,
  deleteMessages,
  extendMessages,
  getMessage,
  getSentMessage,
  listInFlight,
  moveMessages,
  type MessagesResult,
  peekMessages,
  redriveMessages,
  releaseMessages,
  sendAgain,
  sendMessage,
} from '../../broker/protocol/message.ts';
import { createQueue, getQueue, type QueueSummary, redriveQueue } from '../../broker/protocol/queue.ts';
import { addToReplay, cancelReplay, replayProgressed, startReplay } from '../../broker/protocol/replay.ts';
import { readTrace, type TraceEvent } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('What the editor does to time and messages', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;
  let queue: QueueSummary;
  let other: QueueSummary;
  let count = 0;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = new SqsProgram(test.info.endpoint);
  });
  after(() => client.close());
  beforeEach(async () => {
    await client.request(resetClock, {});
    queue = await client.request(createQueue, { name: `tasks-${++count}` });
    other = await client.request(createQueue, { name: `others-${count}` });
  });

  const send = async (body = 'work', delaySeconds = 0) =>
    (await client.request(sendMessage, { queueArn: queue.arn, body, delaySeconds })).messageId;
  const receive = async (from = queue, VisibilityTimeout = 30) =>
    ((await sqs.call('ReceiveMessage', { QueueUrl: from.url, VisibilityTimeout, MaxNumberOfMessages: 10 }))
      .Messages ?? []) as { MessageId: string; ReceiptHandle: string; Body: string }[];
  const countsOf = async ({ arn }: QueueSummary) =>
    (await client.request(getQueue, { queueArn: arn })).counts;
  const detailsOf = (messageId: string, of = queue) =>
    client.request(getMessage, { queueArn: of.arn, messageId });
  const eventsOf = async (messageId: string): Promise<readonly TraceEvent[]> =>
    (await client.request(readTrace, { afterSequence: 0, limit: 1000, messageId })).events;
  const isDone = ({ done, missed }: MessagesResult, ...messageIds: string[]) => {
    assert.deepEqual(missed, []);
    assert.deepEqual(done, messageIds);
  };

  describe('the clock', () => {
    it('goes to the next thing that happens to a message', async () => {
      const late = await send('late', 900);
      const soon = await send('soon', 60);
      const before = await client.request(getClock, {});
      assert.equal(before.nextEvent?.messageId, soon);
      assert.equal(before.nextEvent.kind, 'visible');
      const state = await client.request(advanceClockToNext, {});
      assert.equal((await detailsOf(soon)).state, 'visible');
      assert.equal((await detailsOf(late)).state, 'delayed');
      assert.equal(state.nextEvent?.messageId, late);
    });

    it('says when there is nothing to go to', async () => {
      for (const { arn } of [queue, other])
        assert.equal((await countsOf({ arn } as QueueSummary)).visible, 0);
      const lonely = await startTestBroker();
      const visitor = await openClient(lonely.info.control);
      await assert.rejects(visitor.request(advanceClockToNext, {}), { code: CONTROL_ERROR_CODES.notFound });
      await visitor.close();
    });

    it('goes to the end of 12 hours of invisibility, and to the end of a retention', async () => {
      const messageId = await send();
      await receive(queue, 43_200);
      const start = (await client.request(getClock, {})).now;
      const state = await client.request(advanceClockToMessage, { queueArn: queue.arn, messageId });
      assert.ok(Math.abs(state.now - start - 12 * HOUR) < 5000);
      assert.equal((await detailsOf(messageId)).state, 'visible');
      await assert.rejects(client.request(advanceClockToMessage, { queueArn: queue.arn, messageId }), {
        code: CONTROL_ERROR_CODES.notFound,
      });
      await client.request(advanceClockToMessage, { queueArn: queue.arn, messageId, deadline: 'retention' });
      const kinds = (await eventsOf(messageId)).map(({ kind }) => kind);
      assert.deepEqual(kinds, ['sent', 'received', 'expired', 'retentionExpired']);
    });

    it('goes back to real time, and everything keeps its age and what is left to it', async () => {
      const old = await send('old');
      await client.request(advanceClock, { byMs: 3 * DAY });
      const messageId = await send('held');
      await receive(queue, 600);
      const before = await detailsOf(messageId);
      const state: ClockState = await client.request(resetClock, {});
      assert.equal(state.offsetMs, 0);
      assert.ok(Math.abs(state.now - Date.now()) < 1000);
      const after = await detailsOf(messageId);
      assert.equal(after.state, 'inFlight');
      assert.equal((before.visibleAt ?? 0) - (after.visibleAt ?? 0), 3 * DAY);
      assert.equal(before.sentAt - after.sentAt, 3 * DAY);
      assert.ok((await detailsOf(old)).sentAt < Date.now() - 3 * DAY + 10_000);
      await client.request(advanceClock, { byMs: 600_000 });
      assert.equal((await detailsOf(messageId)).state, 'visible');
      await client.request(advanceClock, { byMs: DAY });
      await assert.rejects(detailsOf(old), { code: CONTROL_ERROR_CODES.notFound });
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      assert.ok(events.some(({ kind, detail }) => kind === 'clockAdvanced' && detail?.startsWith('Back')));
    });
  });

  describe('messages', () => {
    it('are deleted, released and extended by their ids', async () => {
      const waiting = await send('waiting');
      isDone(await client.request(deleteMessages, { queueArn: queue.arn, messageIds: [waiting] }), waiting);
      const [first, second] = [await send('one'), await send('two')];
      await receive();
      const inFlight = await client.request(listInFlight, { limit: 100 });
      assert.deepEqual(inFlight.messages.map(({ messageId }) => messageId).sort(), [first, second].sort());
      assert.ok(
        inFlight.messages.every(({ queueArn, receivedAt }) => queueArn === queue.arn && receivedAt > 0),
      );
      const extended = { queueArn: queue.arn, messageIds: [first], visibilitySeconds: 600 };
      isDone(await client.request(extendMessages, extended), first);
      assert.ok(((await detailsOf(first)).visibleAt ?? 0) > Date.now() + 590_000);
      isDone(await client.request(releaseMessages, { queueArn: queue.arn, messageIds: [second] }), second);
      assert.equal((await detailsOf(second)).state, 'visible');
      isDone(await client.request(deleteMessages, { queueArn: queue.arn, messageIds: [first] }), first);
      assert.deepEqual(
        (await eventsOf(first)).map(({ kind }) => kind),
        ['sent', 'received', 'visibilityChanged', 'deleted'],
      );
      const again = await client.request(releaseMessages, {
        queueArn: queue.arn,
        messageIds: [first, second],
      });
      assert.deepEqual(again.missed, [
        { messageId: first, reason: 'It is no longer in the queue.' },
        { messageId: second, reason: 'It is visible already.' },
      ]);
    });

    it('are released from a delay', async () => {
      const messageId = await send('later', 900);
      isDone(
        await client.request(releaseMessages, { queueArn: queue.arn, messageIds: [messageId] }),
        messageId,
      );
      assert.equal((await receive())[0]?.MessageId, messageId);
    });

    it('are moved, copied and sent again, from the queue and from the trace', async () => {
      const messageId = await send('moved');
      const params = { queueArn: queue.arn, messageIds: [messageId], toQueueArn: other.arn };
      isDone(await client.request(copyMessages, params), messageId);
      assert.deepEqual([(await countsOf(queue)).visible, (await countsOf(other)).visible], [1, 1]);
      isDone(await client.request(moveMessages, params), messageId);
      assert.deepEqual([(await countsOf(queue)).visible, (await countsOf(other)).visible], [0, 2]);
      const moved = (await eventsOf(messageId)).at(-1);
      assert.equal(moved?.kind, 'redriven');
      const { messages } = await client.request(peekMessages, { queueArn: other.arn, limit: 10 });
      assert.ok(messages.some((message) => message.messageId === moved.otherMessageId));
      isDone(await client.request(sendAgain, { queueArn: queue.arn, messageIds: [messageId] }), messageId);
      assert.equal((await receive())[0]?.Body, 'moved');
      assert.equal((await client.request(getSentMessage, { messageId })).body, 'moved');
    });

    it('go back from a dead-letter queue, chosen ones or all', async () => {
      const source = await client.request(createQueue, {
        name: `source-${count}`,
        attributes: {
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: other.arn, maxReceiveCount: 1 }),
        },
      });
      for (const body of ['a', 'b', 'c']) {
        await client.request(sendMessage, { queueArn: source.arn, body });
      }
      await receive(source, 0);
      await receive(source, 0);
      assert.equal((await countsOf(other)).visible, 3);
      const { messages } = await client.request(peekMessages, { queueArn: other.arn, limit: 10 });
      const chosen = messages[1]?.messageId as string;
      isDone(await client.request(redriveMessages, { queueArn: other.arn, messageIds: [chosen] }), chosen);
      assert.equal((await countsOf(source)).visible, 1);
      assert.equal((await client.request(redriveQueue, { queueArn: other.arn })).toMove, 2);
      await client.request(advanceClock, { byMs: 1000 });
      assert.deepEqual([(await countsOf(source)).visible, (await countsOf(other)).visible], [3, 0]);
    });
  });

  describe('the trace', () => {
    it('links a send to the message that its sender had in flight, and to its distributed trace', async () => {
      const worker = new SqsProgram(test.info.endpoint, 'AKIDWORKER');
      const task = await send('task');
      const { Messages } = await worker.call('ReceiveMessage', { QueueUrl: queue.url });
      const sendAs = async (input: object) =>
        (await worker.call('SendMessage', { QueueUrl: other.url, MessageBody: 'done', ...input })).MessageId;
      const caused = await sendAs({
        MessageAttributes: {
          traceparent: {
            DataType: 'String',
            StringValue: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
          },
        },
      });
      const [event] = await eventsOf(caused);
      assert.equal(event?.causedBy, task);
      assert.equal(event.flowId, '5759e988bd862e3fe1be46a994272793');
      await worker.call('DeleteMessage', {
        QueueUrl: queue.url,
        ReceiptHandle: Messages[0].ReceiptHandle,
      });
      const free = await sendAs({
        MessageSystemAttributes: {
          AWSTraceHeader: {
            DataType: 'String',
            StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
          },
        },
      });
      const [other_] = await eventsOf(free);
      assert.equal(other_?.causedBy, undefined);
      assert.equal(other_?.flowId, '5759e988bd862e3fe1be46a994272793');
    });

    it('reports failed entries of a batch', async () => {
      const Entries = [
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 },
      ];
      await sqs.call('SendMessageBatch', { QueueUrl: queue.url, Entries });
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      const rejected = events.findLast(({ kind }) => kind === 'rejected');
      assert.equal(rejected?.error?.code, 'InvalidParameterValue');
      assert.equal(rejected.detail, '1 of 2 entries of the batch failed.');
    });

    it('is saved with what was sent, and replayed with its distances, faster, on the broker’s clock', async () => {
      for (const body of ['first', 'second', 'third']) {
        await client.request(sendMessage, {
          queueArn: queue.arn,
          body,
          attributes: [{ name: 'kind', type: 'String', value: 'replayed' }],
        });
        await client.request(advanceClock, { byMs: 10_000 });
      }
      const { events } = await client.request(readTrace, {
        afterSequence: 0,
        limit: 1000,
        withContents: true,
      });
      const saved = events.filter(({ kind, queueArn }) => kind === 'sent' && queueArn === queue.arn);
      const sends = saved.map(({ content }) => content as NonNullable<typeof content>);
      assert.deepEqual(
        sends.map(({ body }) => body),
        ['first', 'second', 'third'],
      );
      const { replayId } = await client.request(addToReplay, { sends: sends.slice(0, 2) });
      const collected = await client.request(addToReplay, { replayId, sends: sends.slice(2) });
      assert.deepEqual([collected.status, collected.sendCount], ['collecting', 3]);
      const began = client.waitFor(replayProgressed, ({ sentCount }) => sentCount === 1);
      await client.request(startReplay, { replayId, speed: 2, toQueueArn: other.arn });
      const { nextAt } = await began;
      assert.ok(Math.abs((nextAt ?? 0) - (await client.request(getClock, {})).now - 5000) < 1000);
      assert.equal((await countsOf(other)).visible, 1);
      const done = client.waitFor(replayProgressed, ({ status }) => status === 'done');
      await client.request(advanceClock, { byMs: 10_000 });
      assert.equal((await done).sentCount, 3);
      const { messages } = await client.request(peekMessages, { queueArn: other.arn, limit: 10 });
      const { attributes } = await detailsOf(messages[0]?.messageId as string, other);
      assert.equal(attributes[0]?.value, 'replayed');
    });

    it('stops a replay when it is cancelled, and counts what could not be sent', async () => {
      const sends = [0, HOUR].map((sentAt) => ({
        queueArn: sentAt === 0 ? 'arn:of:nothing' : queue.arn,
        sentAt,
        body: 'x',
        attributes: [],
      }));
      const { replayId } = await client.request(addToReplay, { sends });
      const failed = client.waitFor(replayProgressed, ({ failedCount }) => failedCount === 1);
      await client.request(startReplay, { replayId, speed: 1 });
      assert.equal((await failed).lastFailure, 'There is no queue arn:of:nothing.');
      assert.equal((await client.request(cancelReplay, { replayId })).status, 'cancelled');
      await client.request(advanceClock, { byMs: 2 * HOUR });
      assert.equal((await countsOf(queue)).visible, 0);
    });
  });
});
