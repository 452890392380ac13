// Reserves the items of orders, and asks for a mail for each. It reports what failed, so that only this comes again.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient();
const STOCK = new Set(['pencil', 'notebook', 'eraser']);

/** @param {{ Records: { messageId: string, body: string, attributes: { MessageGroupId: string } }[] }} event */
export async function handler({ Records }) {
  const failed = [];
  const stoppedGroups = new Set();
  for (const { messageId, body, attributes } of Records) {
    const group = attributes.MessageGroupId;
    // What comes after a message that failed, in its group, has to wait for it: this is the order that a FIFO queue keeps.
    if (stoppedGroups.has(group) || !(await reserve(JSON.parse(body)))) {
      stoppedGroups.add(group);
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** @returns {Promise<boolean>} whether there is such an item */
async function reserve({ id, customer, item, count }) {
  if (!STOCK.has(item)) {
    console.log(`${id} failed: there is no ${item}`);
    return false;
  }
  const mail = { to: customer, order: id, text: `${count} x ${item}` };
  await sqs.send(
    new SendMessageCommand({ QueueUrl: process.env.MAIL_QUEUE_URL, MessageBody: JSON.stringify(mail) }),
  );
  console.log(`${id} is reserved`); // ← set a breakpoint here
  return true;
}
