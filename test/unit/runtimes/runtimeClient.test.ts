import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { RuntimeApiError, RuntimeClient } from '../../../broker/runtimes/node/runtimeClient.ts';

const ACCEPTED = 'HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}';
const NEXT = 'GET /2018-06-01/runtime/invocation/next HTTP/1.1';

describe('the client of the Runtime API in the loop for Node.js', () => {
  let api: Api;
  let client: RuntimeClient;

  beforeEach(async () => {
    api = await Api.open();
    client = new RuntimeClient(`127.0.0.1:${api.port}`);
  });
  afterEach(() => api.close());

  it('makes all calls on one connection, and each of them in one piece', async () => {
    const next = client.next();
    await api.answer(event('id-1', '{"a":1}'));
    const { id, event: text } = await next;
    const response = client.respond(id, '"Grüße"');
    await api.answer(ACCEPTED);
    await response;
    const failure = client.fail(id, { errorType: 'Größe', errorMessage: 'no', trace: [] });
    await api.answer(ACCEPTED);
    await failure;
    assert.equal(text, '{"a":1}');
    assert.equal(api.connections.length, 1);
    assert.deepEqual(api.pieces, [
      `${NEXT}\r\nHost: 127.0.0.1:${api.port}\r\n\r\n`,
      'POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n' +
        `Host: 127.0.0.1:${api.port}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"Grüße"`,
      'POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\n' +
        `Host: 127.0.0.1:${api.port}\r\nContent-Type: application/json\r\n` +
        'Lambda-Runtime-Function-Error-Type: Gr%C3%B6%C3%9Fe\r\nContent-Length: 54\r\n\r\n' +
        '{"errorType":"Größe","errorMessage":"no","trace":[]}',
    ]);
  });

  it('reports a failure on another connection while it waits for an event', async () => {
    const next = client.next();
    await api.takePiece();
    const failure = client.fail('id-0', { errorType: 'Error', errorMessage: 'later', trace: [] });
    await api.answer(ACCEPTED);
    await failure;
    assert.equal(api.connections.length, 2);
    api.connections[0]?.write(event('id-1', '{}'));
    assert.equal((await next).id, 'id-1');
  });

  for (const [what, cuts] of [
    ['between its lines', [20]],
    ['in the end of its head', [event('id-1', 'ü').length - 4]],
    ['in a character of its body', [Buffer.byteLength(event('id-1', 'ü')) - 1]],
    ['at each byte', Array.from({ length: Buffer.byteLength(event('id-1', 'ü')) }, (_, index) => index)],
  ] as const) {
    it(`reads an event that is cut ${what}`, async () => {
      const next = client.next();
      await api.takePiece();
      const bytes = Buffer.from(event('id-1', 'ü'));
      for (const [index, cut] of [0, ...cuts].entries())
        await api.write(bytes.subarray(cut, [...cuts, bytes.length][index]));
      assert.equal((await next).event, 'ü');
    });
  }

  it('opens another connection for a call if the server has closed the one that it used', async () => {
    const next = client.next();
    await api.answer(event('id-1', '{}'));
    await next;
    // Before it can see that: it has written the call already.
    api.connections[0]?.resetAndDestroy();
    const response = client.respond('id-1', 'null');
    await api.answer(ACCEPTED);
    await response;
    assert.equal(api.connections.length, 2);
  });

  for (const [what, answer, message] of [
    ['closes', '', 'the connection was closed'],
    ['closes in the middle of an event', event('id-1', '{}').slice(0, -1), 'the connection was closed'],
    ['answers without a length', 'HTTP/1.1 200 OK\r\n\r\n', 'The answer has no Content-Length.'],
    [
      'answers more than it says',
      `${event('id-1', '{}')}{}`,
      'The answer is longer than its Content-Length.',
    ],
    ['does not speak HTTP', 'hello\r\n\r\n', 'The answer is not of HTTP/1.1.'],
  ] as const) {
    it(`says why there is no event if the server ${what}`, async () => {
      const next = client.next();
      await api.takePiece();
      api.connections[0]?.end(answer);
      await assert.rejects(next, new RuntimeApiError(`The Runtime API does not answer: ${message}`));
    });
  }

  it('says why there is no event if the environment is over', async () => {
    const next = client.next();
    await api.answer('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    await assert.rejects(next, new RuntimeApiError('The Runtime API gave no event (status 403): no'));
  });

  it('rejects a content type that would be another header', async () => {
    await assert.rejects(client.respond('id-1', 'null', 'a/b\r\nHost: c'), TypeError);
    assert.equal(api.connections.length, 0);
  });
});

function event(id: string, body: string): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: ${id}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

/** The Runtime API, as bytes. */
class Api {
  readonly connections: Socket[] = [];
  /** What came, in the pieces in which it came. */
  readonly pieces: string[] = [];
  private readonly server: Server;
  private taken = 0;
  private onPiece: () => void = () => undefined;
  private last: Socket | undefined;

  private constructor(server: Server) {
    this.server = server;
    server.on('connection', (socket) => {
      this.connections.push(socket.setNoDelay());
      socket.on('error', () => undefined);
      socket.on('data', (piece: Buffer) => {
        this.last = socket;
        this.pieces.push(piece.toString());
        this.onPiece();
      });
    });
  }

  static async open(): Promise<Api> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Api(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resolves with the next piece. */
  async takePiece(): Promise<string> {
    while (this.pieces.length === this.taken)
      await new Promise<void>((resolve) => {
        this.onPiece = resolve;
      });
    return this.pieces[this.taken++] as string;
  }

  /** Answers the next piece. */
  async answer(text: string): Promise<void> {
    await this.takePiece();
    this.last?.write(text);
  }

  /** Resolves when the system has it: what is written then does not leave with it. */
  async write(bytes: Buffer): Promise<void> {
    await new Promise((resolve) => this.last?.write(bytes, resolve));
    await new Promise(setImmediate);
  }

  close(): void {
    this.server.close();
    for (const socket of this.connections) socket.destroy();
  }
}
