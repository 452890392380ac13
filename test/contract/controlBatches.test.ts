import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { readBilling } from '../../broker/protocol/billing.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { deleteMessages, getMessage, type MessageDetails } from '../../broker/protocol/message.ts';
import { type BatchedMessage, readMessages, sendMessages } from '../../broker/protocol/messages.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

describe('Many messages at a time', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;
  let queue: QueueSummary;
  let fifo: QueueSummary;
  let count = 0;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = new SqsProgram(test.info.endpoint);
  });
  after(() => client.close());
  beforeEach(async () => {
    queue = await client.request(createQueue, { name: `many-${++count}` });
    fifo = await client.request(createQueue, {
      name: `many-${count}.fifo`,
      attributes: { FifoQueue: 'true' },
    });
  });

  const send = async (messages: readonly BatchedMessage[], to = queue) =>
    (await client.request(sendMessages, { queueArn: to.arn, messages })).sends;
  const idsOf = (sends: Awaited<ReturnType<typeof send>>) =>
    sends.flatMap((sent) => ('messageId' in sent ? sent.messageId : []));
  async function readAll(limit: number, between?: (page: readonly MessageDetails[]) => Promise<unknown>) {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await client.request(readMessages, {
        queueArn: queue.arn,
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      pages.push(page.messages.map(({ body }) => body));
      cursor = page.nextCursor;
      if (cursor !== undefined) await between?.(page.messages);
    } while (cursor !== undefined);
    return pages;
  }

  describe('are read', () => {
    it('in the order in which they were sent, whatever their state, without being received', async () => {
      await send(['a', 'b', 'c', 'd', 'e'].map((body) => ({ body })));
      const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl: queue.url, MaxNumberOfMessages: 2 });
      assert.equal((Messages as unknown[]).length, 2);
      assert.deepEqual(await readAll(2), [['a', 'b'], ['c', 'd'], ['e']]);
      const { messages } = await client.request(readMessages, { queueArn: queue.arn, limit: 5 });
      assert.equal(messages.filter(({ receiveCount }) => receiveCount === 1).length, 2);
    });

    it('each once, though others disappear and arrive between the pages', async () => {
      await send(['a', 'b', 'c', 'd', 'e'].map((body) => ({ body })));
      const pages = await readAll(2, async (page) => {
        const messageIds = page.map(({ messageId }) => messageId);
        await client.request(deleteMessages, { queueArn: queue.arn, messageIds });
        if (page[0]?.body === 'a') await send([{ body: 'f' }]);
      });
      assert.deepEqual(pages, [['a', 'b'], ['c', 'd'], ['e', 'f'], []]);
    });

    it('in pages that end early at large ones', async () => {
      for (let sent = 0; sent < 6; sent++) await send([{ body: String(sent).repeat(1_048_576) }]);
      const pages = await readAll(100);
      assert.deepEqual(
        pages.map(({ length }) => length),
        [4, 2],
      );
    });
  });

  describe('are sent', () => {
    it('with all that SendMessageBatch takes, and say what they said', async () => {
      const message = {
        body: 'a “b” \r\n😀',
        attributes: [
          { name: 'n', type: 'Number', value: '12345678901234567890123456789012345678' },
          { name: 'b', type: 'Binary.x', value: '/wA=' },
        ],
        groupId: 'g',
        deduplicationId: 'd',
        traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
      };
      const [messageId = ''] = idsOf(await send([message], fifo));
      const read = await client.request(getMessage, { queueArn: fifo.arn, messageId });
      assert.deepEqual([read.body, read.attributes], [message.body, message.attributes]);
      const { MessageGroupId, MessageDeduplicationId, AWSTraceHeader } = read.systemAttributes;
      assert.deepEqual(
        [MessageGroupId, MessageDeduplicationId, AWSTraceHeader],
        [message.groupId, message.deduplicationId, message.traceHeader],
      );
    });

    it('each for itself, in the order of the request', async () => {
      const sends = await send([
        { body: 'a' },
        { body: '\u0000' },
        { body: 'b', attributes: [{ name: 'n', type: 'Number', value: 'x' }] },
        { body: 'c' },
      ]);
      assert.deepEqual(
        sends.map((sent) => 'messageId' in sent),
        [true, false, false, true],
      );
      assert.match(JSON.stringify(sends[1]), /Invalid/);
      assert.deepEqual(await readAll(10), [['a', 'c']]);
    });

    it('and say which a FIFO queue had already', async () => {
      const message = { body: 'a', groupId: 'g', deduplicationId: 'd' };
      const sends = await send([message, message], fifo);
      const [first, second] = idsOf(sends);
      assert.equal(first, second);
      assert.deepEqual(
        sends.map((sent) => 'isDuplicate' in sent && sent.isDuplicate),
        [false, true],
      );
    });

    it('all or none if they are too large together', async () => {
      const half = { body: 'x'.repeat(600_000) };
      await assert.rejects(send([half, half]), { code: CONTROL_ERROR_CODES.serviceError });
      assert.deepEqual(await readAll(10), [[]]);
    });

    it('as one call, as a program’s would be billed', async () => {
      const readCalls = async () => {
        const { rows } = await client.request(readBilling, {});
        return rows.filter(({ queueArn }) => queueArn === queue.arn);
      };
      await send([{ body: 'a' }, { body: 'b' }]);
      assert.deepEqual(
        (await readCalls()).map(({ action, calls, billedRequests }) => [action, calls, billedRequests]),
        [['SendMessageBatch', 1, 1]],
      );
    });
  });
});
