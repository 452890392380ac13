// Takes an order, and asks the stock for its item. Its batches have one message: if it throws, this message comes again.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Region, credentials and endpoint come from the environment, as on AWS. */
const sqs = new SQSClient();

/** @param {{ Records: { body: string }[] }} event */
export async function handler({ Records }) {
  for (const { body } of Records) {
    const { id, customer, item, count } = JSON.parse(body); // ← set a breakpoint here
    if (!id || !customer || !item || !(count > 0)) throw new Error(`This is no order: ${body}`);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: process.env.STOCK_QUEUE_URL,
        MessageBody: JSON.stringify({ id, customer, item, count }),
        // From here on, what a customer orders stays in its order.
        MessageGroupId: customer,
        // An order that was taken twice reaches the stock once.
        MessageDeduplicationId: id,
      }),
    );
    console.log(`took ${id}: ${count} x ${item} for ${customer}`);
  }
}
