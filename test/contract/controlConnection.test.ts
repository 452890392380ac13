import assert from 'node:assert/strict';
import { once } from 'node:events';
import { before, beforeEach, describe, it } from 'mocha';
import { getBroker, stopBroker } from '../../broker/protocol/broker.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { getMessage, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, listQueues } from '../../broker/protocol/queue.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { type ControlClient, connectClient, openClient } from '../support/controlClient.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

describe('A control connection', () => {
  let test: TestBroker;
  let client: ControlClient;

  before(async () => {
    test = await startTestBroker();
  });
  beforeEach(async () => {
    client = await connectClient(test.info.control);
  });

  it('begins with an exchange of versions', async () => {
    assert.deepEqual(await client.initialize(), {
      capabilities: { experimental: { queuesideProtocol: PROTOCOL_VERSION } },
      serverInfo: { name: 'Queueside broker', version: test.info.version },
    });
    assert.deepEqual(await client.request(getBroker, {}), test.info);
  });

  it('refuses a client of another version, with both versions in words', async () => {
    await assert.rejects(client.initialize(PROTOCOL_VERSION + 1), {
      code: -32803,
      message: new RegExp(`speaks control protocol ${PROTOCOL_VERSION}, the client ${PROTOCOL_VERSION + 1}`),
      data: { retry: false, queuesideProtocol: PROTOCOL_VERSION },
    });
    await assert.rejects(client.request(getBroker, {}), { code: -32002 });
  });

  it('answers nothing before it is initialized, nor after shutdown', async () => {
    await assert.rejects(client.request(getBroker, {}), { code: -32002, message: /not initialized/ });
    await client.initialize();
    assert.equal(await client.requestRaw('shutdown', undefined), null);
    await assert.rejects(client.request(getBroker, {}), { code: -32002 });
    const closed = client.closed();
    await client.notifyRaw('exit', undefined);
    assert.equal(await closed, 1000);
  });

  it('takes params of a known method only in the documented shape', async () => {
    await client.initialize();
    await assert.rejects(client.requestRaw('queueside/queue/get', { queueArn: 7 }), {
      code: CONTROL_ERROR_CODES.invalidParams,
      message: /queueArn must be a string/,
      data: { member: 'queueArn' },
    });
    await assert.rejects(client.requestRaw('queueside/queue/get', [1]), {
      code: CONTROL_ERROR_CODES.invalidParams,
    });
  });

  it('says that it does not know a method, and ignores notifications that it does not know', async () => {
    await client.initialize();
    await client.notifyRaw('queueside/no/such', {});
    await assert.rejects(client.requestRaw('queueside/no/such', {}), { code: -32601 });
    assert.equal((await client.request(getBroker, {})).pid, process.pid);
  });

  const garbage: readonly [what: string, frame: string | Buffer, code: number][] = [
    ['text that is no JSON', '{', 1007],
    ['JSON that is no message', '[1, 2]', 1007],
    ['a message of another version', '{"jsonrpc":"1.0","id":1,"method":"initialize"}', 1007],
    ['a binary frame', Buffer.from('{"jsonrpc":"2.0"}'), 1003],
    ['a frame over 8 MiB', `"${'x'.repeat(8 * 1_048_576)}"`, 1009],
  ];
  for (const [what, frame, code] of garbage) {
    it(`is closed with ${code} by ${what}`, async () => {
      const closed = client.closed();
      client.socket.send(frame);
      assert.equal(await closed, code);
      assert.equal((await (await openClient(test.info.control)).request(getBroker, {})).pid, process.pid);
    });
  }

  it('may break off in the middle of an answer', async () => {
    await client.initialize();
    const { arn } = await client.request(createQueue, { name: 'large' });
    const { messageId } = await client.request(sendMessage, { queueArn: arn, body: 'x'.repeat(1_000_000) });
    const answers = Array.from({ length: 20 }, () =>
      client.request(getMessage, { queueArn: arn, messageId }),
    );
    const outcomes = Promise.allSettled(answers);
    await once(client.socket, 'message');
    client.socket.terminate();
    await outcomes;
    const next = await openClient(test.info.control);
    assert.equal((await next.request(listQueues, {})).queues[0]?.counts.visible, 1);
    assert.deepEqual(
      test.logLines.filter((line) => line.includes('failed in the broker')),
      [],
    );
  });

  it('can ask for the end of the broker', async () => {
    await client.initialize();
    assert.equal(await client.request(stopBroker, {}), null);
    await test.stopRequested;
  });

  it('is closed with "going away" when the broker ends', async () => {
    const other = await startTestBroker();
    const open = await openClient(other.info.control);
    const closed = open.closed();
    await other.broker.close();
    assert.equal(await closed, 1001);
  });
});
