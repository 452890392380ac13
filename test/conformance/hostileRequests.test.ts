import assert from 'node:assert/strict';
import { type LocalBroker, startLocalBroker } from './support/broker.ts';
import { askBroker, errorOf, target } from './support/rawCalls.ts';
import { formatRequest, RawConnection } from './support/rawHttp.ts';

const MIB = 1_048_576;
const BODY_LIMIT = 8 * MIB;

describe('Hostile requests to the SQS front', () => {
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
  });

  afterEach(() => {
    assert.deepEqual(broker.defects, []);
  });

  after(() => broker.close());

  const ask = askBroker(() => broker.port);

  for (const [title, headers] of [
    ['a foreign Host', { Host: 'evil.example' }],
    ['a Host that starts like loopback', { Host: '127.0.0.1.evil.example' }],
    ['the Origin of a web page', { Origin: 'https://evil.example' }],
    ['a cross-site fetch', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a prefetch', { 'Sec-Fetch-Site': 'none', 'Sec-Purpose': 'prefetch' }],
  ] as const) {
    it(`refuses ${title}, in the protocol of the request, and closes`, async () => {
      const connection = new RawConnection(broker.port);
      connection.write(formatRequest('POST /', { ...target('ListQueues'), ...headers }, '{}'));
      const answer = await connection.readAnswer();
      assert.equal(answer.status, 403);
      assert.equal(errorOf(answer).type, 'com.amazon.coral.service#AccessDeniedException');
      assert.equal(answer.headers.get('access-control-allow-origin'), undefined);
      await connection.closed();
      assert.match((await ask('GET /?Action=ListQueues', headers)).body, /<Code>AccessDenied<\/Code>/);
    });
  }

  it('lets an allowed page in and tells its browser so', async () => {
    const allowed = await startLocalBroker({
      config: {
        region: 'us-east-1',
        account: '000000000000',
        allowedHosts: ['queues.test'],
        allowedOrigins: ['http://localhost:3000'],
      },
    });
    const connection = new RawConnection(allowed.port);
    const page = { Host: 'queues.test:1', Origin: 'http://localhost:3000' };
    connection.write(
      formatRequest('OPTIONS /', { ...page, 'Access-Control-Request-Headers': 'x-amz-target' }),
    );
    const preflight = await connection.readAnswer();
    assert.equal(preflight.headers.get('access-control-allow-origin'), 'http://localhost:3000');
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'x-amz-target');
    connection.write(formatRequest('POST /', { ...target('ListQueues'), ...page }, '{}'));
    const answer = await connection.readAnswer();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost:3000');
    connection.socket.destroy();
    await allowed.close();
  });

  it('takes a body of 8 MiB and refuses one byte more', async () => {
    const pad = (size: number) => {
      const head = '{"QueueName":"large","Other":"';
      const room = size - head.length - 2;
      // Not escaped, so much text would be refused as more than any message.
      const letter = String.raw`\u0078`;
      return `${head}${letter.repeat(room / letter.length)}${'x'.repeat(room % letter.length)}"}`;
    };
    assert.equal((await ask('POST /', target('CreateQueue'), pad(BODY_LIMIT))).status, 200);
    const connection = new RawConnection(broker.port);
    connection.write(formatRequest('POST /', target('CreateQueue'), pad(BODY_LIMIT + 1)));
    const answer = await connection.readAnswer();
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer).type, 'com.amazon.coral.service#InvalidParameterValueException');
    await connection.closed();
  });

  it('answers a body that says it is gigantic before it comes', async () => {
    const connection = new RawConnection(broker.port);
    connection.write(formatRequest('POST /', { ...target('CreateQueue'), 'Content-Length': '99999999999' }));
    assert.equal((await connection.readAnswer()).status, 400);
    await connection.closed();
  });

  it('answers what is not HTTP, and heads that are too long', async () => {
    for (const [text, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
      ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
    ] as const) {
      const connection = new RawConnection(broker.port);
      connection.write(text);
      assert.equal((await connection.readAnswer()).status, status);
      await connection.closed();
    }
  });

  it('stays with HTTP/1.1 when a client offers to switch to another protocol', async () => {
    const connection = new RawConnection(broker.port);
    const offer = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAEAAEAA' };
    connection.write(formatRequest('POST /', { ...target('ListQueues'), ...offer }, '{}'));
    assert.equal((await connection.readAnswer()).status, 200);
    connection.write(formatRequest('GET /health', offer));
    assert.equal((await connection.readAnswer()).status, 200);
    connection.socket.destroy();
  });

  it('survives connections that break off anywhere', async () => {
    const request = formatRequest('POST /', target('SendMessage'), '{"QueueUrl":"x","MessageBody":"b"}');
    for (let length = 1; length < request.length; length += 17) {
      const connection = new RawConnection(broker.port);
      connection.write(request.subarray(0, length));
      connection.socket.end();
      await connection.closed();
    }
    assert.equal((await ask('GET /health')).status, 200);
  });

  it('answers pipelined requests in their order', async () => {
    const connection = new RawConnection(broker.port);
    const request = (action: string) => formatRequest('POST /', target(action), '{}');
    connection.write(Buffer.concat([request('ListQueues'), request('FooBar'), request('ListQueues')]));
    const statuses = [];
    for (let index = 0; index < 3; index++) statuses.push((await connection.readAnswer()).status);
    assert.deepEqual(statuses, [200, 400, 200]);
    connection.socket.destroy();
  });
});
