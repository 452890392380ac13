import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { SERVER_LIMITS } from '../../broker/sqs/calls/config.ts';
import { type LocalBroker, startLocalBroker } from './support/broker.ts';
import { formatRequest, RawConnection } from './support/rawHttp.ts';

const TRICKLE_MS = 15;
/** In the place of 20 s and 120 s, so that the test need not wait for those. */
const TIMES = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };
const REQUEST = formatRequest(
  'POST /',
  { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.ListQueues' },
  `{"QueueNamePrefix":"${'x'.repeat(2000)}"}`,
);
const HEAD_BYTES = REQUEST.indexOf('\r\n\r\n') + 4;

describe('A request that trickles in', () => {
  let broker: LocalBroker;
  let trickle: NodeJS.Timeout | undefined;

  before(async () => {
    broker = await startLocalBroker({}, TIMES);
  });
  afterEach(() => clearInterval(trickle));
  after(() => broker.close());

  /** Sends so much at once, and then one byte after the other for as long as it is let. */
  function send(bytesAtOnce: number): RawConnection {
    const connection = new RawConnection(broker.port);
    connection.write(REQUEST.subarray(0, bytesAtOnce));
    let place = bytesAtOnce;
    trickle = setInterval(() => {
      if (connection.socket.writable) connection.write(REQUEST.subarray(place, ++place));
    }, TRICKLE_MS);
    return connection;
  }

  for (const [part, bytesAtOnce] of [
    ['head', 10],
    ['body', HEAD_BYTES + 10],
  ] as const) {
    it(`is ended when its ${part} takes too long, and others are served meanwhile`, async () => {
      const slow = send(bytesAtOnce);
      const other = new RawConnection(broker.port);
      other.write(REQUEST);
      assert.equal((await other.readAnswer()).status, 200);
      other.socket.destroy();
      assert.equal(await slow.readStatus(), 408);
      assert.deepEqual(broker.defects, []);
    });
  }
});

describe('Large requests that do not end', () => {
  let broker: LocalBroker;
  let peers: Socket[];

  before(async () => {
    broker = await startLocalBroker();
    peers = [];
    broker.server.on('connection', (socket) => peers.push(socket));
  });
  after(() => broker.close());

  it('hold so much memory together and no more, and small ones are served meanwhile', async () => {
    const piece = Buffer.alloc(SERVER_LIMITS.bodyBytes - 1, 'x');
    const head = formatRequest('POST /', { 'Content-Length': String(SERVER_LIMITS.bodyBytes) });
    const count = Math.ceil(SERVER_LIMITS.unfinishedBodyBytes / piece.byteLength) + 1;
    const begin = (): RawConnection => {
      const connection = new RawConnection(broker.port);
      connection.write(head);
      connection.write(piece);
      return connection;
    };
    const large = Array.from({ length: count }, begin);
    const areRead = () => peers.every(({ bytesRead }) => bytesRead === head.byteLength + piece.byteLength);
    while (peers.length < count || !areRead()) await new Promise(setImmediate);
    const small = new RawConnection(broker.port);
    small.write(REQUEST);
    assert.equal((await small.readAnswer()).status, 200);
    for (const connection of large) connection.write('x');
    const statuses = await Promise.all(large.map(async (each) => (await each.readAnswer()).status));
    const refused = statuses.filter((status) => status === 503).length;
    assert.ok(refused >= 1 && refused <= 2, `${refused} of ${count}`);
    // What the others held is free again.
    const next = begin();
    next.write('x');
    assert.notEqual((await next.readAnswer()).status, 503);
  });
});
