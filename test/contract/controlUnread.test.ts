import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { getMessage, sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

const MEBIBYTE = 1_048_576;
const REQUESTS = 100;
const MAXIMUM_UNREAD_BYTES = 16 * MEBIBYTE;

describe('A control client that asks and does not read', function () {
  this.timeout(60_000);
  let test: TestBroker;
  let client: ControlClient;
  let queueArn: string;
  let messageId: string;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    queueArn = (await client.request(createQueue, { name: 'orders' })).arn;
    ({ messageId } = await client.request(sendMessage, { queueArn, body: 'x'.repeat(MEBIBYTE) }));
  });
  after(() => client.close());

  it('is answered up to a limit, stays connected, and gets the rest when it reads', async () => {
    client.socket.pause();
    const answers = Array.from({ length: REQUESTS }, () =>
      client.request(getMessage, { queueArn, messageId }),
    );
    const [session] = test.broker.control.openSessions;
    assert.ok(session !== undefined);
    const progress = { isOver: false };
    const read = Promise.all(answers).then((all) => {
      progress.isOver = true;
      return all;
    });
    while (session.bufferedBytes <= MAXIMUM_UNREAD_BYTES / 2) await new Promise(setImmediate);
    client.socket.resume();
    while (!progress.isOver) {
      assert.ok(session.bufferedBytes <= MAXIMUM_UNREAD_BYTES, `${session.bufferedBytes} bytes`);
      await new Promise(setImmediate);
    }
    assert.equal((await read).filter(({ body }) => body.length === MEBIBYTE).length, REQUESTS);
  });

  it('reads a trace with large messages in pages', async () => {
    for (let count = 0; count < 20; count++) {
      await client.request(sendMessage, { queueArn, body: '"'.repeat(MEBIBYTE) });
    }
    let after = 0;
    let found = 0;
    for (;;) {
      const { events } = await client.request(readTrace, {
        afterSequence: after,
        limit: 1000,
        withContents: true,
      });
      const bytes = events.reduce((sum, { content }) => sum + (content?.body.length ?? 0), 0);
      assert.ok(bytes <= 6 * MEBIBYTE, `${bytes} bytes`);
      found += events.filter(({ content }) => content?.body.length === MEBIBYTE).length;
      const last = events.at(-1);
      if (last === undefined) break;
      after = last.sequence;
    }
    assert.equal(found, 21);
  });
});
