import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import * as fc from 'fast-check';
import { type ResponseHead, ResponseReader } from '../../broker/gateway/responseReader.ts';

/** A response as a client sees it; `broken` is one that no client may take. */
type Seen =
  | { readonly status: number; readonly rawHeaders: readonly string[]; readonly body: string }
  | 'broken';

interface Reading {
  seen: Seen | undefined;
  isReusable: boolean;
}

/** Gives the reader the bytes in pieces, and then the end of the connection. */
function readPieces(pieces: readonly Buffer[], method = 'POST'): Reading {
  let head: ResponseHead | undefined;
  const body: Buffer[] = [];
  const reading: Reading = { seen: undefined, isReusable: false };
  const reader = new ResponseReader({
    onHead: (given) => (head = given),
    onBody: (piece) => body.push(Buffer.from(piece)),
    onEnd: (isReusable) => {
      assert.equal(reading.seen, undefined, 'a response ends once');
      assert.ok(head !== undefined);
      const { status, rawHeaders } = head;
      reading.seen = { status, rawHeaders, body: Buffer.concat(body).toString('latin1') };
      reading.isReusable = isReusable;
    },
  });
  reader.begin(method);
  try {
    for (const piece of pieces) reader.read(piece);
  } catch {
    return { seen: reading.seen ?? 'broken', isReusable: false };
  }
  if (reading.seen === undefined && !reader.close()) reading.seen = 'broken';
  return reading;
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])];
  const sorted = places.sort((one, other) => one - other);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

/** What the client of Node.js makes of the same bytes. */
async function askNode(port: number): Promise<Seen> {
  return new Promise((resolve) => {
    const call = request({ port, method: 'POST', agent: false }, (response) => {
      const body: Buffer[] = [];
      response.on('data', (piece: Buffer) => body.push(piece));
      response.on('error', () => resolve('broken'));
      response.on('end', () => {
        const { statusCode: status = 0, rawHeaders } = response;
        resolve({ status, rawHeaders, body: Buffer.concat(body).toString('latin1') });
      });
    });
    call.on('error', () => resolve('broken'));
    call.end();
  });
}

const NAMES = ['x-amzn-RequestId', 'Content-Type', 'date', 'X-A', 'x-a', 'Keep-Alive', 'Vary'];
const values = fc.stringMatching(/^[!-~\u00a1-\u00ff](?:[ -~\u00a1-\u00ff]{0,12}[!-~\u00a1-\u00ff])?$/);
const headers = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(' ', '', ' \t '), values), {
  maxLength: 5,
});
const bodies = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const statuses = fc.constantFrom('200 OK', '200', '400 Bad Request', '503 ', '404 Not \u00e9 found');

/** One way to say where a body ends. */
const framed = fc
  .tuple(bodies, fc.constantFrom('counted', 'chunked', 'closed'), fc.nat(20))
  .map(([body, way, size]) => {
    if (way === 'counted') return { lines: [`Content-Length: ${body.length}`], bytes: body };
    if (way === 'closed') return { lines: ['Connection: close'], bytes: body };
    const chunks = body.match(new RegExp(`[^]{1,${size + 1}}`, 'g')) ?? [];
    const written = chunks.map((chunk) => `${chunk.length.toString(16)};a="b"\r\n${chunk}\r\n`).join('');
    return { lines: ['Transfer-Encoding: chunked'], bytes: `${written}0\r\nX-Trailer: 1\r\n\r\n` };
  });

const responses = fc
  .tuple(
    fc.constantFrom('', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n'),
    statuses,
    headers,
    framed,
  )
  .map(([before, status, given, { lines, bytes }]) => {
    const written = given.map(([name, blanks, value]) => `${name}:${blanks}${value}${blanks}`);
    return Buffer.from(
      [`${before}HTTP/1.1 ${status}`, ...written, ...lines, '', bytes].join('\r\n'),
      'latin1',
    );
  });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('Responses of the endpoint of a gateway', function () {
  this.timeout(60_000);
  let server: Server;
  let bytes = Buffer.alloc(0);
  before(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(bytes));
    }).listen(0);
    await once(server, 'listening');
  });
  after(() => server.close());

  it('are read as the client of Node.js reads them, however they are cut', async () => {
    const { port } = server.address() as AddressInfo;
    await fc.assert(
      fc.asyncProperty(responses, cuts, async (response, places) => {
        bytes = response;
        const expected = await askNode(port);
        assert.notEqual(expected, 'broken');
        assert.deepEqual(readPieces(split(response, places)).seen, expected);
      }),
      { numRuns: 300 },
    );
  });

  it('are read, or rejected, as the client of Node.js does it when a byte of them is another', async () => {
    const { port } = server.address() as AddressInfo;
    await fc.assert(
      fc.asyncProperty(responses, cuts, fc.nat(), fc.nat(255), async (response, places, at, byte) => {
        const changed = Buffer.from(response);
        changed[at % changed.length] = byte;
        bytes = changed;
        const { seen } = readPieces(split(changed, places));
        // Stricter is allowed: a program gets an error then, and never another response.
        if (seen !== 'broken') assert.deepEqual(seen, await askNode(port));
      }),
      { numRuns: 1000 },
    );
  });

  it('are read one after the other on a connection that has nothing else', () => {
    fc.assert(
      fc.property(responses, fc.boolean(), (response, hasMore) => {
        const { seen, isReusable } = readPieces([
          hasMore ? Buffer.concat([response, Buffer.from('H')]) : response,
        ]);
        const closes = response.includes('Connection: close');
        if (seen !== 'broken') assert.equal(isReusable, !closes && !hasMore);
      }),
      { numRuns: 300 },
    );
  });
});

describe('The reader of responses rejects', () => {
  const TABLE: readonly (readonly [title: string, response: string])[] = [
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na'],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na'],
    ['a line that continues the one before', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n'],
    ['a blank before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n'],
    ['a line feed alone', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
    [
      'a chunk that is longer than its size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n',
    ],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n;\r\n0\r\n\r\n'],
    ['another protocol on the connection', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n'],
    ['a head that does not end', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(16_384)}`],
    ['chunks of HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\nContent-Length: 0\r\n\r\n'],
    ['what does not speak HTTP, before its line ends', 'SSH-2.0'],
  ];
  for (const [title, response] of TABLE) {
    it(title, () => assert.equal(readPieces([Buffer.from(response, 'latin1')]).seen, 'broken'));
  }

  it('nothing of a response to HEAD, which has the length of a body and none', () => {
    const { seen, isReusable } = readPieces(
      [Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n')],
      'HEAD',
    );
    assert.deepEqual(
      { seen, isReusable },
      {
        seen: { status: 200, rawHeaders: ['Content-Length', '5'], body: '' },
        isReusable: true,
      },
    );
  });
});
