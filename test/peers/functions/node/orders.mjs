// A function as a user would write it. A service, the desk, decides about each order.
import { once } from 'node:events';
import { connect } from 'node:net';

async function ask(order) {
  const [host, port] = process.env.DESK.split(':');
  const socket = connect(Number(port), host);
  socket.write(`Node.js ${order}\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return answer.toString().trim();
}

export async function handler(event) {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    const answer = await ask(body);
    if (answer === 'reject') batchItemFailures.push({ itemIdentifier: messageId });
    if (answer === 'crash') process.exit(7);
  }
  return { batchItemFailures };
}
