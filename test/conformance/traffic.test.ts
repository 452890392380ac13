import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { SeededRandom } from '../../broker/random/seededRandom.ts';
import { type HttpsBroker, startHttpsBroker } from '../support/httpsBroker.ts';
import { PipeliningClient } from '../support/pipeliningClient.ts';

/** Of each of the four kinds of broker, over all clients together. */
const ROUNDS = Number(process.env['QUEUESIDE_TRAFFIC_ROUNDS'] ?? 200);
const CLIENTS = 4;
const SMALLEST_BYTES = 1024;
const LARGEST_BYTES = 1_048_576;
const MS_PER_ROUND = 300;

interface Message {
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly ReceiptHandle: string;
}

for (const keepsIn of ['memory', 'journal'] as const) {
  describe(`${ROUNDS} rounds of send, receive and delete by clients that pipeline, messages in the ${keepsIn}`, function () {
    this.timeout(60_000 + ROUNDS * MS_PER_ROUND);
    let broker: HttpsBroker;

    before(async () => {
      broker = await startHttpsBroker(keepsIn);
    });
    after(() => broker.close());

    for (const scheme of ['http', 'https'] as const) {
      it(`are answered without one failure, over ${scheme}`, async () => {
        const clients = Array.from({ length: CLIENTS }, (_, number) => runClient(broker, scheme, number));
        await Promise.all(clients);
        assert.deepEqual(broker.logLines, []);
      });
    }
  });
}

/**
 * One connection with a queue of its own. The next message is sent when the first bytes of the received one have come, and
 * that one is deleted before the send is answered.
 */
async function runClient(broker: HttpsBroker, scheme: 'http' | 'https', number: number): Promise<void> {
  const random = new SeededRandom(number + 1);
  const client = await (scheme === 'https'
    ? PipeliningClient.open(broker.securePort, broker.authority)
    : PipeliningClient.open(broker.port));
  const name = `${scheme}-${number}`;
  const QueueUrl = `http://localhost/000000000000/${name}`;
  const answered = async (): Promise<string> => {
    const { status, body } = await client.readAnswer();
    assert.equal(status, 200, body);
    return body;
  };
  const send = (): string => {
    const bytes = Math.round(SMALLEST_BYTES * (LARGEST_BYTES / SMALLEST_BYTES) ** random.next());
    const MessageBody = 'm'.repeat(bytes);
    client.request('SendMessage', { QueueUrl, MessageBody });
    return MessageBody;
  };
  client.request('CreateQueue', { QueueName: name });
  await answered();
  let sent = send();
  await answered();
  for (let round = 0; round < ROUNDS / CLIENTS; round++) {
    client.request('ReceiveMessage', { QueueUrl });
    await client.readBytes(1);
    const next = send();
    const { Messages: [message] = [] } = JSON.parse(await answered()) as { readonly Messages?: Message[] };
    assert.ok(message !== undefined, `nothing was received in round ${round}`);
    assert.equal(message.Body.length, sent.length);
    assert.equal(message.MD5OfBody, createHash('md5').update(sent).digest('hex'));
    client.request('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
    // Answers come in the order of the requests: first that of the send, then that of the deletion.
    await answered();
    await answered();
    sent = next;
  }
  client.request('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  const { Messages: left = [] } = JSON.parse(await answered()) as { readonly Messages?: Message[] };
  assert.deepEqual(
    left.map(({ Body }) => Body),
    [sent],
  );
  client.close();
}
