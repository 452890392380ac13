import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessages } from '../../broker/protocol/messages.ts';
import { listQueues } from '../../broker/protocol/queue.ts';
import { useLiveFunctions } from '../support/functions/liveFunctions.ts';
import { copyOrdersSample, ORDERS_SAMPLE } from '../support/ordersSample.mjs';

/** Of the template. */
const VISIBILITY_SECONDS = 18;
const MAXIMUM_RECEIVES = 3;
const UNKNOWN_ITEM = 'unicorn';

const BODIES = readFileSync(join(ORDERS_SAMPLE, 'orders.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as { readonly Body: string }).Body);

for (const source of ['template.yaml', 'cdk.out']) {
  describe(`The orders sample, run from its ${source} alone`, () => {
    const live = useLiveFunctions();

    /** The name of a queue of the template: the CDK adds characters to the IDs of its constructs. */
    async function findQueue(id: string): Promise<string> {
      const { queues } = await live.client.request(listQueues, {});
      const found = queues.filter(({ name }) => new RegExp(`^${id}([0-9A-F]{8})?(\\.fifo)?$`).test(name));
      assert.equal(found.length, 1, id);
      return found[0]?.name ?? '';
    }

    it('sends a mail for each order but one, which goes to the dead-letter queue after its last receive', async () => {
      copyOrdersSample(live.folder);
      await live.start('--from', source);
      const orders = await findQueue('Orders');
      const stock = await findQueue('Stock');
      const mails = await findQueue('Mails');
      await live.send(orders, ...BODIES);
      await live.settle(orders);
      for (let receive = 1; receive <= MAXIMUM_RECEIVES; receive++) {
        await live.settle(stock);
        await live.settle(mails);
        assert.deepEqual(await live.count(stock), { visible: 0, inFlight: 1 }, `receive ${receive}`);
        await live.advance(VISIBILITY_SECONDS);
      }
      await live.trace.waitUntil(() => live.find('movedToDeadLetter').length === 1);
      for (const queue of [orders, stock, mails, await findQueue('Failed')])
        assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 0 }, queue);
      const name = await findQueue('FailedStock');
      const { queues } = await live.client.request(listQueues, {});
      const queueArn = queues.find((queue) => queue.name === name)?.arn ?? '';
      const { messages } = await live.client.request(readMessages, { queueArn, limit: 10 });
      assert.deepEqual(
        messages.map(({ body, receiveCount }) => [JSON.parse(body), receiveCount]),
        BODIES.map((body) => JSON.parse(body) as { readonly item: string })
          .filter(({ item }) => item === UNKNOWN_ITEM)
          .map((order) => [order, MAXIMUM_RECEIVES]),
      );
      const sent = (await live.end()).match(/^SendMail.*mail to .*$/gm) ?? [];
      assert.deepEqual(sent.map((line) => line.replace(/^.*mail to /, '')).sort(), [
        'ada@example.com: 1 x eraser (order-4)',
        'ada@example.com: 3 x pencil (order-1)',
        'cleo@example.com: 2 x notebook (order-3)',
        'dora@example.com: 5 x notebook (order-5)',
      ]);
    });
  });
}

describe('The stock of the orders sample', () => {
  const live = useLiveFunctions();

  it('returns what failed and all after it of its group, and reserves the rest', async () => {
    copyOrdersSample(live.folder);
    await live.start('--from', 'template.yaml');
    const order = (number: number, customer: string, item: string) => ({
      Id: String(number),
      MessageGroupId: customer,
      MessageDeduplicationId: String(number),
      MessageBody: JSON.stringify({ id: `order-${number}`, customer, item, count: 1 }),
    });
    const { Successful } = (await live.sqs.call('SendMessageBatch', {
      QueueUrl: live.urlOf('Stock.fifo'),
      Entries: [
        order(1, 'ben', 'pencil'),
        order(2, 'ben', UNKNOWN_ITEM),
        order(3, 'ada', 'eraser'),
        order(4, 'ben', 'notebook'),
      ],
    })) as { readonly Successful: readonly { readonly Id: string; readonly MessageId: string }[] };
    await live.settle('Stock.fifo');
    const ids = new Map(Successful.map(({ Id, MessageId }) => [MessageId, Id]));
    const list = (kind: 'batchItemFailed' | 'deleted') =>
      live.find(kind).map(({ messageId }) => ids.get(messageId ?? ''));
    const failed = ['2', '4'];
    assert.deepEqual(list('batchItemFailed'), failed);
    assert.deepEqual(
      list('deleted')
        .filter((id) => id !== undefined)
        .sort(),
      ['1', '3'],
    );
    // They come again together, so that they have the same receive count.
    for (let receive = 2; receive <= MAXIMUM_RECEIVES; receive++) {
      await live.advance(VISIBILITY_SECONDS);
      await live.settle('Stock.fifo');
      assert.deepEqual(list('batchItemFailed').slice(-2), failed);
    }
    await live.advance(VISIBILITY_SECONDS);
    await live.trace.waitUntil(() => live.find('movedToDeadLetter').length === 2);
    assert.equal(list('batchItemFailed').length, MAXIMUM_RECEIVES * failed.length);
  });
});
