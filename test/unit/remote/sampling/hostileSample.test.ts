import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { createRemoteWorld } from '../../../support/upstream/remoteWorld.ts';
import { type Reply, replyError, startRecordingServer } from '../../../support/upstream/recordingServer.ts';

const ORDERS = 'arn:aws:sqs:us-east-1:000000000000:orders';
const MD5_OF_X = createHash('md5').update('x').digest('hex');
const MEBIBYTE = 1_048_576;

function message(id: string): object {
  return { MessageId: id, ReceiptHandle: `handle of ${id}`, Body: 'x', MD5OfBody: MD5_OF_X };
}

/** A look at a queue of an endpoint that answers receives as it likes. */
async function lookAt(receive: Reply, change: object = { Successful: [], Failed: [] }) {
  const server = await startRecordingServer((response, request) => {
    if (request.action === 'ReceiveMessage') {
      receive(response, request);
      return;
    }
    const replies: Readonly<Record<string, object>> = {
      ListQueues: { QueueUrls: ['http://x/000000000000/orders'] },
      GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '5' } },
      ChangeMessageVisibilityBatch: change,
    };
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(replies[request.action] ?? {}));
  });
  const world = createRemoteWorld(server.endpoint);
  await world.connection.open();
  await world.connection.can.sample?.(ORDERS);
  const count = (action: string) => server.requests.filter((each) => each.action === action).length;
  const [view] = world.views;
  assert.ok(view);
  return { world, count, actions: view.actions, state: () => view.shown.at(-1) };
}

function replyWith(...messages: readonly object[]): Reply {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ Messages: messages }));
  };
}

describe('A look at a queue of an endpoint that', () => {
  it('answers with the same message forever: it is listed once, after two calls', async () => {
    const { state, count } = await lookAt(replyWith(message('a'), message('a')));
    assert.deepEqual([state()?.messages.length, count('ReceiveMessage')], [1, 2]);
  });

  it('answers with 11 messages: all are listed, and given back', async () => {
    const messages = Array.from({ length: 11 }, (_, index) => message(String(index)));
    const { state, actions, count, world } = await lookAt(replyWith(...messages));
    assert.deepEqual([state()?.messages.length, count('ReceiveMessage')], [11, 1]);
    actions.close();
    while (world.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(world.told, ['Gave 11 messages back to orders.']);
    assert.equal(count('ChangeMessageVisibilityBatch'), 2);
  });

  it('names neither ID nor receipt handle: it says that they cannot be given back', async () => {
    const { state, actions, count, world } = await lookAt(replyWith({ Body: 'x', MD5OfBody: MD5_OF_X }));
    assert.deepEqual([state()?.phase, state()?.messages.length, count('ReceiveMessage')], ['held', 0, 1]);
    actions.close();
    while (world.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.match(world.told[0] ?? '', /1 message could not be given back\. It is visible again at/);
    assert.equal(count('ChangeMessageVisibilityBatch'), 0);
  });

  it('answers with a body of 100 MiB: nothing of it is kept, and it says what became of the messages', async function () {
    this.timeout(60_000);
    let sentBytes = 0;
    const chunk = 'x'.repeat(MEBIBYTE);
    const { state } = await lookAt((response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.write('{"Messages":[{"MessageId":"a","ReceiptHandle":"r","Body":"');
      const write = (): void => {
        if (response.destroyed) return;
        sentBytes += chunk.length;
        if (sentBytes > 400 * MEBIBYTE) response.end('"}]}');
        else if (response.write(chunk)) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    assert.deepEqual([state()?.phase, state()?.messages.length], ['over', 0]);
    assert.match(state()?.problem ?? '', /If messages were hidden nevertheless, they are visible again at/);
  });

  it('rejects the receive: nothing is hidden, and nothing else is said', async () => {
    const { state } = await lookAt(replyError(403, 'OverLimit'));
    assert.match(state()?.problem ?? '', /too many of them are in flight\. .+, then try again\.$/);
  });

  it('cannot give back some: it says how many, and why', async () => {
    const failed = { Id: '1', Code: 'ReceiptHandleIsInvalid', Message: 'No such handle.', SenderFault: true };
    const { actions, world } = await lookAt(replyWith(message('a'), message('b')), {
      Successful: [{ Id: '0' }],
      Failed: [failed],
    });
    actions.close();
    while (world.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.match(
      world.told[0] ?? '',
      /^Gave 1 message back to orders\. 1 message could not be given back\. .* No such handle\.$/,
    );
  });
});
