import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MAXIMUM_ADDED_QUEUES } from '../../../broker/connections/definition.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { type Reply, replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const ACCOUNT = '000000000000';
const urlOf = (name: string): string => `http://x/${ACCOUNT}/${name}`;

function replyWith(body: object): Reply {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  };
}

describe('The queues of a connection', () => {
  it('can be listed further after a list failed, which the row says until then', async () => {
    let isDown = false;
    const server = await startRecordingServer((response, request) => {
      const { NextToken } = JSON.parse(request.body);
      const reply = isDown
        ? replyError(403, 'RequestExpired')
        : replyWith(
            NextToken === 'next'
              ? { QueueUrls: [urlOf('bills')] }
              : { QueueUrls: [urlOf('orders')], NextToken: 'next' },
          );
      reply(response, request);
    });
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    const { queues, remote } = connection;
    let changes = 0;
    connection.onDidChangeState(() => {
      changes += 1;
    });
    for (const list of [() => remote.readMore(), () => remote.listAgain()]) {
      isDown = true;
      changes = 0;
      await list();
      assert.equal(changes, 1);
      assert.match(String(remote.problem), /clock of this machine/);
      assert.equal(remote.hasMore, true);
      isDown = false;
      await remote.listAgain();
      assert.deepEqual([changes, remote.problem], [2, undefined]);
    }
    await remote.readMore();
    assert.deepEqual(
      [queues.queues.map(({ name }) => name), remote.hasMore, remote.problem],
      [['bills', 'orders'], false, undefined],
    );
  });

  it('have those that were added by their URLs after each list, also after connecting again', async () => {
    const server = await startRecordingServer(replyWith({ Attributes: {} }));
    const { connection } = createRemoteWorld(server.endpoint, { queues: [urlOf('known')] });
    await connection.open();
    connection.setAdded([urlOf('known'), urlOf('orders')]);
    await connection.queues.refresh();
    assert.deepEqual(
      connection.queues.queues.map(({ name }) => name),
      ['known', 'orders'],
    );
  });

  it('take no more URLs than the setting, and nothing is called or written for the next one', async () => {
    const server = await startRecordingServer(replyWith({ Attributes: {} }));
    const urls = Array.from({ length: MAXIMUM_ADDED_QUEUES }, (_, index) => urlOf(`q${index}`));
    const { connection, savedQueues } = createRemoteWorld(server.endpoint, { queues: urls });
    await connection.open();
    const before = server.requests.length;
    const problem = await connection.remote.addQueue(urlOf('more'));
    assert.equal(
      problem,
      'The list “queues” of “x” is full: it takes at most 1,000 URLs. Remove one of them in the settings first.',
    );
    assert.deepEqual([savedQueues, server.requests.length], [[], before]);
    assert.equal(await connection.remote.addQueue(urlOf('q7')), undefined);
  });

  it('are shown with the counts that were read when they were added', async () => {
    const server = await startRecordingServer(
      replyWith({ Attributes: { ApproximateNumberOfMessages: '7' } }),
    );
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    await connection.remote.addQueue(urlOf('orders'));
    const orders = connection.queues.findByName('orders');
    assert.deepEqual([orders?.counts.visible, orders?.isUncounted], [7, undefined]);
  });

  it('keep the URL that the endpoint listed, when they are added by another one', async () => {
    const listed = `http://orders.queues.example/${ACCOUNT}/orders`;
    const server = await startRecordingServer((response, { action, body }) => {
      const isKnown = action === 'ListQueues' || JSON.parse(body).QueueUrl === listed;
      const reply = isKnown ? replyWith({ QueueUrls: [listed] }) : replyError(400, 'QueueDoesNotExist');
      reply(response, { action, body, headers: {} });
    });
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    assert.equal(await connection.remote.addQueue(urlOf('orders')), undefined);
    assert.deepEqual(
      connection.queues.queues.map(({ url }) => url),
      [listed],
    );
  });
});
