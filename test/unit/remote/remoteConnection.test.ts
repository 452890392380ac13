import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { COUNT_CALLS_PER_MINUTE } from '../../../extension/remote/callBudget.ts';
import { WATCHED_QUEUES } from '../../../extension/remote/remoteQueues.ts';
import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { createRemoteWorld, untilQueues } from '../../support/upstream/remoteWorld.ts';
import { replyEmpty, replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const ACCOUNT = '000000000000';

describe('A connection to another endpoint', () => {
  let broker: LocalBroker;

  beforeEach(async () => {
    broker = await startLocalBroker();
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function createQueues(...names: readonly string[]): Promise<void> {
    for (const QueueName of names) {
      const response = await fetch(broker.endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.CreateQueue' },
        body: JSON.stringify({ QueueName }),
      });
      assert.equal(response.status, 200);
    }
  }

  const countCalls = (action: string): number => broker.calls.filter((call) => call.action === action).length;
  const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;

  it('calls nothing before it is opened', () => {
    const { connection, countGates } = createRemoteWorld(broker.endpoint);
    assert.deepEqual([connection.isOpen, connection.remote.state, countGates()], [false, 'closed', 0]);
    assert.equal(connection.remote.description, 'not connected');
  });

  it('is opened once, however often it is asked', async () => {
    const { connection, countGates } = createRemoteWorld(broker.endpoint);
    await Promise.all([connection.open(), connection.open()]);
    await connection.open();
    assert.deepEqual([countGates(), countCalls('ListQueues')], [1, 1]);
  });

  it('lists its queues by name, with the level beside its own name', async () => {
    await createQueues('orders', 'bills.fifo'.replace('.fifo', ''), 'audit');
    const { connection, setLevel } = createRemoteWorld(broker.endpoint);
    setLevel('confirm');
    await connection.open();
    assert.deepEqual(
      connection.queues.queues.map(({ name, arn, kind }) => [name, arn, kind]),
      ['audit', 'bills', 'orders'].map((name) => [name, arnOf(name), 'standard']),
    );
    assert.equal(connection.remote.description, 'us-east-1 · confirm');
    assert.match(
      connection.remote.details.join('\n'),
      /every 1 min, about \$0\.06 a day.*Calls a minute: at most 120\./,
    );
  });

  it('sends with attributes, counts what it sent to, and shows attributes', async () => {
    await createQueues('orders');
    const { connection } = createRemoteWorld(broker.endpoint);
    await connection.open();
    const result = await connection.can.send?.message({
      queueArn: arnOf('orders'),
      body: 'x',
      attributes: [
        { name: 'color', type: 'String', value: 'red' },
        { name: 'raw', type: 'Binary', value: Buffer.from('y').toString('base64') },
      ],
    });
    assert.equal(result?.sentCount, 1);
    await untilQueues(connection, () => connection.queues.findByName('orders')?.counts.visible === 1);
    const details = await connection.can.attributes?.(arnOf('orders'));
    assert.equal(details?.attributes['VisibilityTimeout'], '30');
  });

  it('sends up to ten copies by one call', async () => {
    await createQueues('orders');
    const { connection } = createRemoteWorld(broker.endpoint);
    await connection.open();
    const send = (count: number) =>
      connection.can.send?.message({ queueArn: arnOf('orders'), body: 'x', count });
    assert.equal((await send(10))?.sentCount, 10);
    assert.equal(countCalls('SendMessageBatch'), 1);
    await assert.rejects(async () => send(11), /at most 10 copies/);
  });

  it('purges only after the name of the queue was typed, where the level is confirm', async () => {
    await createQueues('orders');
    const { connection, consent, setLevel } = createRemoteWorld(broker.endpoint);
    await connection.open();
    setLevel('confirm');
    consent.typed = 'order';
    await assert.rejects(async () => connection.can.purge?.(arnOf('orders')), /not the name of the queue/);
    assert.equal(countCalls('PurgeQueue'), 0);
    consent.typed = 'orders';
    await connection.can.purge?.(arnOf('orders'));
    assert.equal(countCalls('PurgeQueue'), 1);
  });

  it('deletes a queue, which is no longer listed then', async () => {
    await createQueues('orders', 'bills');
    const { connection } = createRemoteWorld(broker.endpoint);
    await connection.open();
    await connection.can.delete?.(arnOf('orders'));
    assert.deepEqual(
      connection.queues.queues.map(({ name }) => name),
      ['bills'],
    );
  });

  it('changes nothing where the level is readOnly', async () => {
    await createQueues('orders');
    const { connection, setLevel, consent } = createRemoteWorld(broker.endpoint);
    await connection.open();
    setLevel('readOnly');
    const { can } = connection;
    for (const change of [
      () => can.send?.message({ queueArn: arnOf('orders'), body: 'x' }),
      () => can.purge?.(arnOf('orders')),
      () => can.delete?.(arnOf('orders')),
    ]) {
      await assert.rejects(async () => change(), /protection level readOnly, which does not allow/);
    }
    assert.deepEqual(consent.asked, []);
    assert.ok(await can.attributes?.(arnOf('orders')));
  });

  describe('reads counts', () => {
    const NAMES = Array.from({ length: 150 }, (_, index) => `q${String(index).padStart(3, '0')}`);

    it('of no queue before its rows are seen, and then of the first 100', async () => {
      await createQueues(...NAMES);
      const { connection } = createRemoteWorld(broker.endpoint);
      await connection.open();
      connection.remote.watch(NAMES.map(arnOf));
      await connection.queues.count();
      assert.equal(countCalls('GetQueueAttributes'), 0);
      connection.remote.setVisible(true);
      await connection.queues.count();
      assert.equal(countCalls('GetQueueAttributes'), WATCHED_QUEUES);
      const { queues } = connection.queues;
      assert.deepEqual(
        queues.map(({ isUncounted }) => isUncounted === true),
        NAMES.map((_, index) => index >= WATCHED_QUEUES),
      );
    });

    it('again after its time, within the budget of a minute', async () => {
      await createQueues(...NAMES);
      const { connection, timers, setNow } = createRemoteWorld(broker.endpoint, { refreshSeconds: 10 });
      await connection.open();
      connection.remote.setVisible(true);
      connection.remote.watch(NAMES.map(arnOf));
      await untilQueues(connection, () => connection.queues.findByName('q099')?.isUncounted !== true);
      for (let round = 1; round <= 5; round += 1) {
        setNow(round * 10_000);
        await connection.queues.count();
      }
      // The list is one of them.
      assert.equal(countCalls('GetQueueAttributes') + countCalls('ListQueues'), COUNT_CALLS_PER_MINUTE);
      assert.deepEqual(
        timers.map(({ delayMs }) => delayMs),
        [10_000],
      );
      setNow(61_000);
      await connection.queues.count();
      assert.ok(countCalls('GetQueueAttributes') > COUNT_CALLS_PER_MINUTE);
    });

    it('no longer once the view is hidden', async () => {
      await createQueues('orders');
      const { connection, timers } = createRemoteWorld(broker.endpoint);
      await connection.open();
      connection.remote.setVisible(true);
      connection.remote.setVisible(false);
      assert.deepEqual(timers, []);
    });
  });

  it('shows a queue by its URL, whose host does not decide where the call goes', async () => {
    await createQueues('orders');
    const { connection, savedQueues } = createRemoteWorld(broker.endpoint);
    await connection.open();
    const url = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/orders`;
    assert.equal(await connection.remote.addQueue(url), undefined);
    assert.deepEqual(savedQueues, [url]);
    assert.match(
      String(await connection.remote.addQueue(`${broker.endpoint}/${ACCOUNT}/gone`)),
      /does not exist/,
    );
    assert.match(String(await connection.remote.addQueue('orders')), /not the URL of a queue/);
    assert.equal(
      await connection.remote.addQueue(`https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders`),
      'This queue is in eu-central-1, and “x” calls us-east-1. Add a connection for eu-central-1.',
    );
    assert.deepEqual(savedQueues, [url]);
  });
});

/** Replies as Amazon SQS does with so many queues, in pages. */
async function startLargeServer(total: number) {
  return startRecordingServer((response, { body }) => {
    const { NextToken = '0', QueueNamePrefix = '', MaxResults } = JSON.parse(body);
    const all = Array.from({ length: total }, (_, index) => `queue-${String(index).padStart(5, '0')}`);
    const names = all.filter((name) => name.startsWith(QueueNamePrefix));
    const from = Number(NextToken);
    const page = names.slice(from, from + MaxResults);
    const next = from + MaxResults < names.length ? { NextToken: String(from + MaxResults) } : {};
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ QueueUrls: page.map((name) => `http://x/${ACCOUNT}/${name}`), ...next }));
  });
}

describe('A connection with 5,000 queues', () => {
  it('lists 1,000 at a time, when they are asked for', async () => {
    const server = await startLargeServer(5_000);
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    assert.deepEqual([connection.queues.queues.length, connection.remote.hasMore], [1_000, true]);
    for (let page = 2; page <= 5; page += 1) await connection.remote.readMore();
    assert.deepEqual([connection.queues.queues.length, connection.remote.hasMore], [5_000, false]);
    await connection.remote.readMore();
    assert.equal(server.requests.length, 5);
  });

  it('filters on the side of the server those that it does not know, after the user has typed', async () => {
    const server = await startLargeServer(5_000);
    const { connection, timers } = createRemoteWorld(server.endpoint);
    await connection.open();
    for (const typed of ['queue-04', 'queue-049', 'queue-0499']) connection.remote.search(typed);
    assert.equal(timers.length, 1);
    timers[0]?.callback();
    await untilQueues(connection, () => connection.queues.findByName('queue-04999') !== undefined);
    assert.equal(server.requests.length, 2);
    assert.equal(connection.queues.queues.length, 1_010);
  });

  it('keeps at most 20,000, whatever a peer lists', async () => {
    const server = await startLargeServer(30_000);
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    while (connection.remote.hasMore) await connection.remote.readMore();
    assert.equal(connection.queues.queues.length, 20_000);
  }).timeout(20_000);
});

describe('A connection that is removed', () => {
  const NEXT: Readonly<Record<string, string>> = {
    gate: 'before its gate is open',
    ListQueues: 'while it lists',
  };

  for (const [moment, when] of Object.entries(NEXT)) {
    it(`${when} calls nothing afterwards, and stays closed`, async () => {
      const server = await startRecordingServer((response, request) => {
        if (request.action === moment) connection.dispose();
        replyEmpty(response, request);
      });
      const { connection, helped, timers } = createRemoteWorld(server.endpoint);
      const opening = connection.open();
      if (moment === 'gate') connection.dispose();
      await opening;
      connection.remote.setVisible(true);
      connection.remote.watch([`arn:aws:sqs:us-east-1:${ACCOUNT}:orders`]);
      const expected = moment === 'gate' ? 0 : 1;
      assert.deepEqual(
        [connection.isOpen, server.requests.length, helped.length, timers.length],
        [false, expected, 0, 0],
      );
    });
  }

  it('while the user is asked about its level calls nothing afterwards', async () => {
    const server = await startRecordingServer();
    const { connection, onSettle } = createRemoteWorld(server.endpoint);
    onSettle((opened) => opened.dispose());
    await connection.open();
    assert.deepEqual([connection.isOpen, server.requests.length], [false, 0]);
  });

  it('is not opened again, as after a sign-in that took long', async () => {
    const server = await startRecordingServer();
    const { connection, countGates } = createRemoteWorld(server.endpoint);
    connection.dispose();
    await connection.open();
    assert.deepEqual([connection.isOpen, countGates(), server.requests.length], [false, 0, 0]);
  });
});

describe('A connection that fails', () => {
  it('says why, offers help, and is not tried again without the user', async () => {
    const server = await startRecordingServer(replyError(403, 'InvalidClientTokenId'));
    const { connection, helped } = createRemoteWorld(server.endpoint);
    await connection.open();
    assert.deepEqual([connection.isOpen, connection.remote.state], [false, 'failed']);
    assert.match(connection.remote.problem ?? '', /does not know the access key/);
    assert.deepEqual(
      helped.map(({ kind }) => kind),
      ['keys'],
    );
    assert.equal(server.requests.length, 1);
  });

  it('stays open for queues that are added, if only the list is denied', async () => {
    const server = await startRecordingServer((response, request) => {
      if (request.action === 'ListQueues') replyError(403, 'AccessDenied')(response, request);
      else response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end('{"Attributes":{}}');
    });
    const { connection } = createRemoteWorld(server.endpoint, { queues: [`http://x/${ACCOUNT}/known`] });
    await connection.open();
    assert.equal(connection.isOpen, true);
    assert.match(connection.remote.problem ?? '', /Add queues by their URLs/);
    assert.equal(await connection.remote.addQueue(`http://x/${ACCOUNT}/orders`), undefined);
    assert.deepEqual(
      connection.queues.queues.map(({ name, url }) => [name, url]),
      ['known', 'orders'].map((name) => [name, `${server.endpoint}/${ACCOUNT}/${name}`]),
    );
  });

  it('ignores what is no queue in a list', async () => {
    const urls = [
      'javascript:alert(1)',
      '',
      `http://x/${ACCOUNT}/${'x'.repeat(81)}`,
      `http://x/${ACCOUNT}/good`,
    ];
    const server = await startRecordingServer((response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ QueueUrls: urls }));
    });
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    assert.deepEqual(
      connection.queues.queues.map(({ name }) => name),
      ['good'],
    );
  });
});
