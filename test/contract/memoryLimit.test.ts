import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { ResponseError } from 'vscode-jsonrpc/node';
import { DEDUPLICATION_WINDOW_MS } from '../../broker/engine/base/limits.ts';
import { SWEEP_MS } from '../../broker/engine/state/rememberedIds.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { SqsCaller } from '../../broker/client/sqsCaller.ts';
import { applyDefinitions } from '../../broker/protocol/definitions.ts';
import { startIdempotenceTest } from '../../broker/protocol/idempotence.ts';
import {
  copyMessages,
  moveMessages,
  redriveMessages,
  sendAgain,
  sendMessage,
} from '../../broker/protocol/message.ts';
import { createQueue, listQueues } from '../../broker/protocol/queue.ts';
import { addToReplay, replayProgressed, startReplay } from '../../broker/protocol/replay.ts';
import { getStorage, type StorageState, storageChanged } from '../../broker/protocol/storage.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

const MAXIMUM_MIB = 16;
const FLOODED_MIB = 3;
const LARGE = 'x'.repeat(1_000_000);

describe('A broker whose messages have reached the limit of memory', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;
  let QueueUrl: string;
  let queueArn: string;
  let toQueueArn: string;
  let messageId: string;
  let moved: string;
  const changes: StorageState[] = [];

  before(async () => {
    test = await startTestBroker({ config: { maxMemory: MAXIMUM_MIB } });
    client = await openClient(test.info.control);
    client.on(storageChanged, (state) => changes.push(state));
    sqs = new SqsProgram(test.info.endpoint);
    const orders = await client.request(createQueue, { name: 'orders' });
    QueueUrl = orders.url;
    queueArn = orders.arn;
    toQueueArn = (await client.request(createQueue, { name: 'other' })).arn;
    ({ messageId } = await client.request(sendMessage, { queueArn, body: LARGE }));
    ({ messageId: moved } = await client.request(sendMessage, { queueArn, body: 'small' }));
    let sent = 2;
    while (await sqs.call('SendMessage', { QueueUrl, MessageBody: LARGE }).then(() => true, isUnavailable)) {
      sent++;
    }
    assert.ok(sent > 10 && sent <= MAXIMUM_MIB + 1, `${sent} messages`);
  });
  after(() => client.close());

  /** False for the one refusal that is right; any other is thrown. */
  function isUnavailable(error: Error): false {
    assert.match(error.message, /ServiceUnavailable$/);
    return false;
  }

  const isRefused = (error: unknown): boolean =>
    error instanceof ResponseError &&
    (error.data as { readonly code: string }).code === 'ServiceUnavailable' &&
    /--max-memory.*--data/.test(error.message);
  const messages = () => ({ queueArn, messageIds: [messageId] });

  it('answers 503 with what to do', async () => {
    const caller = new SqsCaller(new URL(test.info.endpoint), { userAgent: 'test' });
    const answer = await caller.call('SendMessage', { QueueUrl, MessageBody: LARGE }, { wantsBody: true });
    caller.close();
    assert.equal(answer.status, 503);
    assert.match(answer.body, /--max-memory, 16 MiB.*--data/);
  });

  it('takes all of a batch or nothing', async () => {
    const Entries = ['small', 'x'.repeat(1_000_000)].map((MessageBody, index) => ({
      Id: `${index}`,
      MessageBody,
    }));
    await assert.rejects(sqs.call('SendMessageBatch', { QueueUrl, Entries }), /ServiceUnavailable/);
  });

  for (const [title, send] of [
    ['a message of the composer', () => client.request(sendMessage, { queueArn, body: LARGE })],
    [
      'messages of a test of idempotence',
      () => client.request(startIdempotenceTest, { queueArn, messages: [{ body: LARGE }] }),
    ],
  ] as const) {
    it(`refuses ${title}`, () => assert.rejects(send, isRefused));
  }

  for (const [title, copy] of [
    ['sent again', () => client.request(sendAgain, messages())],
    ['copied', () => client.request(copyMessages, { ...messages(), toQueueArn })],
  ] as const) {
    it(`refuses messages that are ${title}`, async () => {
      const { done, missed } = await copy();
      assert.deepEqual(done, []);
      assert.match(missed[0]?.reason ?? '', /--max-memory/);
    });
  }

  it('refuses the messages of a definitions file', async () => {
    const text = JSON.stringify({ queues: { defined: { messages: [{ body: LARGE }] } } });
    const { problems, sentCount } = await client.request(applyDefinitions, { text });
    assert.equal(sentCount, 0);
    assert.match(problems[0]?.message ?? '', /--max-memory/);
  });

  it('refuses the messages of a replay', async () => {
    const sends = [{ queueArn, sentAt: 0, body: LARGE, attributes: [] }];
    const { replayId } = await client.request(addToReplay, { sends });
    const ended = client.waitFor(replayProgressed, ({ status }) => status === 'done');
    await client.request(startReplay, { replayId, speed: 0 });
    const { failedCount, lastFailure } = await ended;
    assert.equal(failedCount, 1);
    assert.match(lastFailure ?? '', /--max-memory/);
  });

  it('moves messages, which makes no more of them', async () => {
    assert.deepEqual((await client.request(moveMessages, { ...messages(), toQueueArn })).missed, []);
    const back = { queueArn, messageIds: [moved], toQueueArn };
    assert.deepEqual((await client.request(redriveMessages, back)).missed, []);
  });

  it('reports it once, and reports when messages can be stored again', async () => {
    const full = await client.request(getStorage, {});
    assert.equal(full.durability, 'none');
    assert.match(full.failure ?? '', /--max-memory/);
    assert.deepEqual(
      changes.map(({ failure }) => failure),
      [full.failure],
    );
    const told = client.waitFor(storageChanged, ({ failure }) => failure === undefined);
    for (let count = 0; count < 4; count++) {
      const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl });
      await sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
    }
    await told;
    await sqs.call('SendMessage', { QueueUrl, MessageBody: LARGE });
  });
});

describe('A broker in memory that is flooded with deduplication IDs', () => {
  it('refuses sends though every message is deleted at once, and takes them again when the IDs are over', async () => {
    const test = await startTestBroker({ config: { maxMemory: FLOODED_MIB } });
    const client = await openClient(test.info.control);
    const sqs = new SqsProgram(test.info.endpoint);
    const attributes = { FifoQueue: 'true' };
    const { url: QueueUrl, arn } = await client.request(createQueue, { name: 'orders.fifo', attributes });
    const isFull = client.waitFor(storageChanged, ({ failure }) => failure !== undefined);
    const send = (flood: number) => {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `${index}`,
        MessageBody: 'x',
        MessageGroupId: 'g',
        MessageDeduplicationId: `${flood}-${index}-${'d'.repeat(100)}`,
      }));
      return sqs.call('SendMessageBatch', { QueueUrl, Entries });
    };
    // Each ID takes more than its own hundred bytes.
    const most = (FLOODED_MIB * 1_048_576) / 1000;
    let refusal: Error | undefined;
    for (let flood = 0; refusal === undefined && flood < most; flood++) {
      refusal = await send(flood).then(
        () => undefined,
        (error: Error) => error,
      );
      const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      const Entries = Messages?.map(({ ReceiptHandle }: { ReceiptHandle: string }, index: number) => ({
        Id: `${index}`,
        ReceiptHandle,
      }));
      if (Entries !== undefined) await sqs.call('DeleteMessageBatch', { QueueUrl, Entries });
    }
    assert.match(refusal?.message ?? '', /ServiceUnavailable/);
    assert.match((await isFull).failure ?? '', /IDs.*--max-memory/);
    const [queue] = (await client.request(listQueues, {})).queues.filter((each) => each.arn === arn);
    assert.deepEqual(queue?.counts, { visible: 0, inFlight: 0, delayed: 0 });
    const hasRoom = client.waitFor(storageChanged, ({ failure }) => failure === undefined);
    // The IDs were sent over some time: the sweep after the first one's window has them all.
    await client.request(advanceClock, { byMs: DEDUPLICATION_WINDOW_MS + SWEEP_MS });
    await hasRoom;
    await send(0);
    await client.close();
  }).timeout(60_000);
});
