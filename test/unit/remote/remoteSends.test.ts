import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';

const ACCOUNT = '000000000000';
const ORDERS = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;
const MD5 = createHash('md5').update('x').digest('hex');

/** One whose batches fail but for so many messages. */
async function openPlace(successes: number) {
  const names = ['orders', 'bills'];
  const server = await startRecordingServer((response, { action, body }) => {
    const entries: readonly { readonly Id: string }[] = JSON.parse(body).Entries ?? [];
    const replies: Readonly<Record<string, object>> = {
      ListQueues: { QueueUrls: names.map((name) => `http://x/${ACCOUNT}/${name}`) },
      SendMessage: { MessageId: 'm', MD5OfMessageBody: MD5 },
      SendMessageBatch: {
        Successful: entries
          .slice(0, successes)
          .map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: MD5 })),
        Failed: entries
          .slice(successes)
          .map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'Disk full.', SenderFault: false })),
      },
    };
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(replies[action] ?? { Attributes: {} }));
  });
  const world = createRemoteWorld(server.endpoint);
  await world.connection.open();
  const count = (wanted: string) => server.requests.filter(({ action }) => action === wanted).length;
  return { ...world, count };
}

describe('Sending to another endpoint', () => {
  for (const [successes, problem] of [
    [0, /^Disk full\.$/],
    [1, /^Sent 1 of 3 copies\. The others failed: Disk full\.$/],
    [2, /^Sent 2 of 3 copies\. The others failed: Disk full\.$/],
  ] as const) {
    it(`says why not all copies were sent: ${successes} of 3`, async () => {
      const { connection } = await openPlace(successes);
      const send = () => connection.can.send?.message({ queueArn: ORDERS, body: 'x', count: 3 });
      await assert.rejects(async () => send(), { message: problem });
    });
  }

  it('asks once for all messages of a batch, and again for what is beyond it', async () => {
    const { connection, consent, setLevel, count } = await openPlace(0);
    setLevel('confirm');
    const batch = { count: 2 };
    const send = (queueArn = ORDERS) => connection.can.send?.message({ queueArn, body: 'x' }, batch);
    await send();
    await send();
    assert.deepEqual(consent.asked, [
      { by: 'agree', connection: 'x', action: 'SendMessage', queues: ['orders'], count: 2 },
    ]);
    await send();
    await send(ORDERS.replace('orders', 'bills'));
    assert.deepEqual(
      consent.asked.map(({ queues, count: calls }) => [queues, calls]),
      [
        [['orders'], 2],
        [['orders'], undefined],
        [['bills'], undefined],
      ],
    );
    assert.equal(count('SendMessage'), 4);
    setLevel('readOnly');
    await assert.rejects(async () => send(), /protection level readOnly/);
  });

  it('sends nothing of a batch that the user declines, and asks once', async () => {
    const { connection, consent, setLevel, count } = await openPlace(0);
    setLevel('confirm');
    consent.agrees = false;
    const batch = { count: 2 };
    const send = () => connection.can.send?.message({ queueArn: ORDERS, body: 'x' }, batch);
    for (let time = 0; time < 2; time += 1) await assert.rejects(async () => send(), /was not called/);
    assert.deepEqual([consent.asked.length, count('SendMessage')], [1, 0]);
  });

  it('asks once for all files that are sent', async () => {
    const { connection, consent, setLevel, count } = await openPlace(0);
    const world = await createConnectionWorld();
    setLevel('confirm');
    const { files } = world.code.workspace as unknown as { readonly files: Map<string, Uint8Array> };
    const paths = ['/1.txt', '/2.txt', '/3.txt'];
    for (const path of paths) files.set(path, Buffer.from('x'));
    const queue = connection.queues.findByName('orders');
    assert.ok(queue);
    const uris = paths.map((path) => world.code.Uri.file(path));
    await world.code.dropFiles(world.composers, { connection, queue }, uris);
    assert.deepEqual(
      consent.asked.map(({ count: calls }) => calls),
      [3],
    );
    assert.equal(count('SendMessage'), 3);
  });
});
