import assert from 'node:assert/strict';
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
