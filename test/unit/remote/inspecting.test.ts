import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PeekMessagesResult } from '../../../broker/protocol/message.ts';
import { ACCOUNT, ARN, DOCUMENTED, PATHS, QUEUE_URL, SENT } from '../../support/upstream/emulatorLists.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { type Reply, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const listQueues: Reply = (response, { action }) => {
  response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(action === 'ListQueues' ? { QueueUrls: [QUEUE_URL] } : { Attributes: {} }));
};

/** Without the order of what is asked for. */
function normalize(path: string): string {
  const url = new URL(path, 'http://x');
  url.searchParams.sort();
  return url.href;
}

/** An emulator that answers one path, and no other. */
async function openEmulator(path: string, answer: unknown, level: 'open' | 'readOnly' = 'open') {
  const server = await startRecordingServer(listQueues, (response, { url }) => {
    if (normalize(url ?? '') === normalize(path))
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    else response.writeHead(404, { 'Content-Type': 'text/xml' }).end('<Error/>');
  });
  const world = createRemoteWorld(server.endpoint);
  world.setLevel(level);
  await world.connection.open();
  return { ...world, server, peek: world.connection.can.peek };
}

function rowsOf({ messages }: PeekMessagesResult): unknown[] {
  return messages.map(({ messageId, state, receiveCount, sentAt, preview, visibleAt }) => [
    messageId,
    state,
    receiveCount,
    sentAt,
    preview,
    visibleAt,
  ]);
}

describe('A connection to an emulator that lists messages for developers', () => {
  for (const { emulator, path, answer, rows, attributes } of DOCUMENTED) {
    it(`browses them without receiving any: ${emulator}`, async () => {
      const { peek, connection, server } = await openEmulator(path, answer);
      assert.ok(peek);
      assert.deepEqual(rowsOf(await peek.page({ queueArn: ARN, limit: 10 })), rows);
      if (attributes) assert.deepEqual((await peek.read(ARN, 'a')).attributes, attributes);
      assert.equal(connection.can.sample, undefined, 'nothing has to be received');
      assert.ok(server.requests.every(({ action }) => action !== 'ReceiveMessage'));
    });
  }

  it('has pages, a search from the newest on, a state, and the oldest first for an export', async () => {
    const ready = Array.from({ length: 5 }, (_, index) => ({
      messageId: String(index),
      body: `Body ${index}`,
      sentTimestamp: SENT + index,
    }));
    const { peek } = await openEmulator(PATHS.fauxqs, { messages: { ready, delayed: [], inflight: [] } });
    assert.ok(peek);
    const ids = (messages: readonly { readonly messageId: string }[]) =>
      messages.map(({ messageId }) => messageId).join('');
    const first = await peek.page({ queueArn: ARN, limit: 3 });
    assert.deepEqual([ids(first.messages), first.nextCursor], ['012', '3']);
    const second = await peek.page({ queueArn: ARN, limit: 3, cursor: '3' });
    assert.deepEqual([ids(second.messages), second.nextCursor], ['34', undefined]);
    assert.equal((await peek.page({ queueArn: ARN, limit: 3, state: 'delayed' })).messages.length, 0);
    const search = await peek.search({ queueArn: ARN, text: 'bODY', limit: 2 });
    assert.deepEqual(
      [ids(search.found), search.found[0]?.excerpt, search.searchedCount, search.nextCursor],
      ['43', 'Body 4', 2, '2'],
    );
    assert.equal(ids((await peek.readPage({ queueArn: ARN, limit: 10 })).messages), '01234');
    assert.equal((await peek.follow(ARN, '3')).body, '');
    await assert.rejects(peek.read(ARN, 'gone'), { code: -32003 });
  });

  it('has each message once, and none without an ID', async () => {
    const ready = ['a', 'a', '', 'b'].map((messageId, index) => ({ messageId, body: String(index) }));
    const messages = { ready: [...ready, { body: 'x' }, null, 7, 'text'], delayed: [], inflight: [{}] };
    const { peek } = await openEmulator(PATHS.fauxqs, { messages });
    assert.deepEqual(rowsOf((await peek?.page({ queueArn: ARN, limit: 10 })) ?? { messages: [] }), [
      ['a', 'visible', 0, 0, '0', undefined],
      ['b', 'visible', 0, 0, '3', undefined],
    ]);
  });

  it('takes nothing from nesting without end, or from numbers that are none', async () => {
    const depth = 200_000;
    const nested = `{"messages":{"${ACCOUNT}":${'{"x":'.repeat(depth)}1${'}'.repeat(depth)}}}`;
    assert.equal((await openEmulator(PATHS.ministack, nested)).peek, undefined);
    const Attributes = { SentTimestamp: 'yesterday', ApproximateReceiveCount: '-1' };
    const { peek } = await openEmulator(PATHS.localStack, { messages: [{ MessageId: 'a', Attributes }] });
    assert.deepEqual(rowsOf((await peek?.page({ queueArn: ARN, limit: 10 })) ?? { messages: [] }), [
      ['a', 'visible', 0, 0, '', undefined],
    ]);
  });

  it('is asked once while it is open', async () => {
    const { connection, server } = await openEmulator(PATHS.localStack, { messages: [] });
    const asked = server.reads.length;
    assert.equal(asked, 3);
    await connection.remote.listAgain();
    assert.equal(server.reads.length, asked);
  });

  it('is read without keys, also where the level is readOnly', async () => {
    let headers: object = {};
    const server = await startRecordingServer(listQueues, (response, request) => {
      headers = request.headers;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"messages":[]}');
    });
    const world = createRemoteWorld(server.endpoint);
    world.setLevel('readOnly');
    await world.connection.open();
    assert.ok(world.connection.can.peek);
    assert.deepEqual(
      Object.keys(headers).filter((each) => /auth|amz|cookie/i.test(each)),
      [],
    );
    assert.deepEqual(world.consent.asked, []);
  });

  it('is not browsed any more after it was closed', async () => {
    const { connection } = await openEmulator(PATHS.localStack, { messages: [] });
    connection.dispose();
    assert.equal(connection.can.peek, undefined);
    assert.ok(connection.can.sample);
  });
});

describe('A connection to an endpoint that does not list messages', () => {
  const NONE: readonly (readonly [what: string, status: number, type: string, body: string])[] = [
    ['has no such path', 404, 'text/xml', '<Error/>'],
    ['has no such method', 405, 'text/plain', ''],
    ['answers everything with a web page', 200, 'text/html', '<html></html>'],
    ['answers with something else', 200, 'application/json', '{"queues":[]}'],
    ['answers with a text', 200, 'application/json', '"messages"'],
    ['answers with broken JSON', 200, 'application/json', '{"messages":['],
    ['answers with members of other types', 200, 'application/json', '{"messages":{"ready":1}}'],
    ['fails', 500, 'application/json', '{"messages":[]}'],
  ];
  for (const [what, status, type, body] of NONE) {
    it(`offers to receive them: it ${what}`, async () => {
      const server = await startRecordingServer(listQueues, (response) => {
        response.writeHead(status, { 'Content-Type': type }).end(body);
      });
      const { connection } = createRemoteWorld(server.endpoint);
      await connection.open();
      assert.equal(connection.can.peek, undefined);
      assert.ok(connection.can.sample);
    });
  }

  it('follows no redirect to another host', async () => {
    const other = await startRecordingServer(listQueues, (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"messages":[]}');
    });
    const server = await startRecordingServer(listQueues, (response) => {
      response.writeHead(302, { Location: `${other.endpoint}/_aws/sqs/messages` }).end();
    });
    const { connection } = createRemoteWorld(server.endpoint);
    await connection.open();
    assert.equal(connection.can.peek, undefined);
    assert.deepEqual(other.reads, []);
  });

  for (const [what, more, placed] of [
    ['a host of AWS', {}, { identityEndpoint: 'https://sts.us-east-1.amazonaws.com' }],
    ['a profile', { kind: 'profile', profile: 'x' }, {}],
    ['the environment', { kind: 'environment' }, {}],
  ] as const) {
    it(`is never asked, if it is ${what}`, async () => {
      const server = await startRecordingServer(listQueues);
      const { connection } = createRemoteWorld(server.endpoint, more, placed);
      await connection.open().catch(() => undefined);
      assert.deepEqual(server.reads, []);
      assert.equal(connection.can.peek, undefined);
    });
  }
});
