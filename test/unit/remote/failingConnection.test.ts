import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { COUNT_CALLS_PER_MINUTE } from '../../../extension/remote/callBudget.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const ACCOUNT = '000000000000';
const ORDERS = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;

describe('A connection that fails while it is open', () => {
  /** One whose calls fail as set, with one queue in sight. */
  async function openFailing() {
    let code: string | undefined;
    const server = await startRecordingServer((response, request) => {
      if (code !== undefined)
        return replyError(code === 'InternalFailure' ? 500 : 403, code)(response, request);
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      return response.end(
        JSON.stringify(
          request.action === 'ListQueues'
            ? { QueueUrls: [`http://x/${ACCOUNT}/orders`], NextToken: 'more' }
            : { Attributes: { ApproximateNumberOfMessages: '3' } },
        ),
      );
    });
    const world = createRemoteWorld(server.endpoint);
    let changes = 0;
    await world.connection.open();
    world.connection.remote.watch([ORDERS]);
    world.connection.remote.setVisible(true);
    await world.connection.queues.count();
    world.connection.onDidChangeState(() => {
      changes += 1;
    });
    return {
      ...world,
      server,
      fail: (next: string | undefined) => {
        code = next;
      },
      countChanges: () => changes,
      problem: () => world.connection.remote.problem ?? '',
    };
  }

  it('says so, offers help, and calls nothing more until the user connects', async () => {
    const { connection, fail, helped, timers, server, countChanges, problem } = await openFailing();
    fail('ExpiredToken');
    await connection.queues.count();
    assert.match(problem(), /have expired/);
    assert.deepEqual([helped.map(({ kind }) => kind), timers, countChanges()], [['keys'], [], 1]);
    const { length } = server.requests;
    connection.remote.setVisible(false);
    connection.remote.setVisible(true);
    connection.remote.watch([ORDERS]);
    await connection.queues.count();
    await connection.queues.refresh();
    assert.deepEqual([server.requests.length, timers], [length, []]);
    assert.equal(connection.queues.findByName('orders')?.counts.visible, 3);
    await connection.open();
    assert.equal(helped.length, 2);
    fail(undefined);
    await connection.open();
    assert.deepEqual([problem(), helped.length, timers.length], ['', 2, 1]);
  });

  it('says so to the user who lists its queues again, and offers help each time', async () => {
    const { connection, fail, helped, problem } = await openFailing();
    fail('InvalidClientTokenId');
    for (let time = 1; time <= 2; time += 1) {
      await connection.remote.listAgain();
      assert.match(problem(), /does not know the access key/);
      assert.equal(helped.length, time);
    }
    assert.equal(connection.isOpen, true);
  });

  it('waits longer after each round that the service could not take, without interrupting the user', async function () {
    this.timeout(20_000);
    const { connection, fail, helped, timers, countChanges, problem } = await openFailing();
    const waits: unknown[] = [];
    const runTimer = async () => {
      timers.shift()?.callback();
      await connection.queues.count();
      await new Promise((resolve) => setImmediate(resolve));
      waits.push(timers.map(({ delayMs }) => delayMs / 1_000));
    };
    fail('InternalFailure');
    for (let round = 0; round < 2; round += 1) await runTimer();
    assert.match(problem(), /failed with status 500/);
    fail(undefined);
    await runTimer();
    assert.deepEqual(waits, [[120], [240], [60]]);
    assert.deepEqual([problem(), helped, countChanges()], ['', [], 2]);
  });

  it('keeps the place in the list if the next part of it cannot be read', async () => {
    const { connection, fail, problem } = await openFailing();
    fail('AccessDenied');
    await connection.remote.readMore();
    assert.match(problem(), /may not list/);
    assert.equal(connection.remote.hasMore, true);
  });

  it('does not read the counts of a queue again because its row is drawn, if they are denied', async () => {
    const server = await startRecordingServer((response, request) => {
      if (request.action !== 'ListQueues') return replyError(403, 'AccessDenied')(response, request);
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      return response.end(JSON.stringify({ QueueUrls: [`http://x/${ACCOUNT}/orders`] }));
    });
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    connection.remote.watch([ORDERS]);
    connection.remote.setVisible(true);
    await connection.queues.count();
    assert.equal(server.requests.length, 2);
    connection.remote.watch([ORDERS]);
    await new Promise((resolve) => setImmediate(resolve));
    // What runs, if anything, is waited for.
    connection.remote.setVisible(false);
    await connection.queues.count();
    assert.deepEqual([server.requests.length, connection.remote.problem], [2, undefined]);
  });

  it('counts each attempt of a call: a minute has room for so many fewer counts', async function () {
    this.timeout(20_000);
    const { connection, fail, server } = await openFailing();
    const before = server.requests.length;
    fail('InternalFailure');
    await connection.queues.refresh();
    const failed = server.requests.length - before;
    assert.ok(failed >= 3, String(failed));
    fail(undefined);
    for (let round = 0; round < COUNT_CALLS_PER_MINUTE; round += 1) await connection.queues.count();
    assert.equal(server.requests.length, COUNT_CALLS_PER_MINUTE);
  });
});
