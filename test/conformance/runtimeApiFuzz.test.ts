import assert from 'node:assert/strict';
import fc from 'fast-check';
import { invocation } from '../support/runtimeApi/recordedRuntime.ts';
import { BASE, NEXT, TestSeat } from '../support/runtimeApi/testSeat.ts';
import { formatRequest, type RawConnection } from './support/rawHttp.ts';

const CONNECTIONS = 4;

/** What may come on a connection; `id` is that of the invocation that was handed over last, or of the one before. */
const PIECES = {
  next: () => formatRequest(NEXT, {}),
  nextAndClose: () => formatRequest(NEXT, { Connection: 'close' }),
  response: (id: string) => formatRequest(`POST ${BASE}/invocation/${id}/response`, {}, '"ok"'),
  failed: (id: string) => formatRequest(`POST ${BASE}/invocation/${id}/error`, {}, '{"errorType":"E"}'),
  initError: () => formatRequest(`POST ${BASE}/init/error`, {}, '{}'),
  trailers: (id: string) =>
    `POST ${BASE}/invocation/${id}/response HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n` +
    '2\r\n""\r\n0\r\nLambda-Runtime-Function-Error-Type: E\r\n\r\n',
  partOfResponse: (id: string) =>
    formatRequest(`POST ${BASE}/invocation/${id}/response`, { 'Content-Length': '200' }, '"o'),
  largeResponse: (id: string) =>
    formatRequest(`POST ${BASE}/invocation/${id}/response`, {}, Buffer.alloc(6_291_557, 'x')),
  elsewhere: () => formatRequest('GET /', {}),
  page: () => formatRequest(NEXT, { Origin: 'null' }),
  nonsense: () => 'nonsense\r\n\r\n',
} as const;

type Piece = keyof typeof PIECES;
type Step = Piece | 'handOver' | 'destroy' | 'end' | 'turn';

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Step>('next', 'response', 'handOver', 'turn') },
  { weight: 1, arbitrary: fc.constantFrom<Step>(...(Object.keys(PIECES) as Piece[])) },
  { weight: 1, arbitrary: fc.constantFrom<Step>('destroy', 'end') },
);
const step = fc.record({ name, place: fc.nat({ max: CONNECTIONS - 1 }), age: fc.constantFrom(0, 0, 0, 1) });

/** A port, random clients of it, and what became of each invocation. */
class Clients {
  readonly seat: TestSeat;
  private readonly connections: RawConnection[] = [];
  private readonly opened: RawConnection[] = [];
  private readonly received: string[] = [];
  private readonly handed: string[] = [];

  constructor(seat: TestSeat) {
    this.seat = seat;
    for (let place = 0; place < CONNECTIONS; place++) this.connect(place);
  }

  async take({ name: what, place, age }: { name: Step; place: number; age: number }): Promise<void> {
    const { socket } = this.connections[place] as RawConnection;
    switch (what) {
      case 'handOver':
        this.handOver();
        break;
      case 'turn':
        await this.settle();
        break;
      case 'destroy':
        socket.destroy();
        this.connect(place);
        break;
      case 'end':
        socket.end();
        this.connect(place);
        break;
      default:
        if (!socket.writable) this.connect(place);
        this.connections[place]?.write(PIECES[what](this.handed.at(-1 - age) ?? 'none'));
    }
    this.check();
  }

  /** A runtime that makes no mistakes runs what is left. */
  async runRest(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    // Those that only ended their side may still be sending.
    await Promise.all(this.opened.map((connection) => connection.closed()));
    await this.settle();
    const [left] = this.inside();
    if (left === undefined) return;
    const connection = this.seat.connect();
    const path = `POST ${BASE}/invocation/${left}/response`;
    if (!this.received.includes(left)) {
      // It is kept for this one; or it has left, to a client that did not read it.
      const isAbandoned = this.seat.once('abandoned').then(() => undefined);
      const event = await Promise.race([this.seat.call(NEXT, '', {}, connection), isAbandoned]);
      if (event?.status === 403 && event.body.includes('from InitError')) return;
      if (event?.status === 200) assert.equal(event.headers.get('lambda-runtime-aws-request-id'), left);
    }
    if (this.inside().length > 0) assert.equal((await this.seat.call(path, '1', {}, connection)).status, 202);
    this.check();
    assert.deepEqual(this.inside(), []);
  }

  private connect(place: number): void {
    const connection = this.seat.connect();
    this.connections[place] = connection;
    this.opened.push(connection);
    connection.socket.on('data', (text: string) => {
      for (const [, id = ''] of text.matchAll(/Lambda-Runtime-Aws-Request-Id: (\w+)/gi))
        this.received.push(id);
    });
  }

  private handOver(): void {
    if (this.inside().length > 0) return;
    const id = `i${this.handed.length}`;
    this.handed.push(id);
    this.seat.handOver(invocation(id));
  }

  private check(): void {
    assert.deepEqual(this.seat.defects, []);
    assert.equal(new Set(this.received).size, this.received.length, 'an event is given twice');
    const ended = this.ended();
    assert.equal(new Set(ended).size, ended.length, 'an invocation ends twice');
    assert.ok(this.inside().length <= 1);
  }

  private ended(): string[] {
    return this.seat.events.seen.flatMap(
      (event) => /^(?:response|error|abandoned) (\w+)/.exec(event)?.[1] ?? [],
    );
  }

  private inside(): string[] {
    const ended = this.ended();
    return this.handed.filter((id) => !ended.includes(id));
  }

  private async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  }
}

describe('A port of the Runtime API, with clients that do anything in any order', function () {
  this.timeout(30 * 60_000);

  it('gives each event once, ends each once, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const seat = await TestSeat.open();
        try {
          const clients = new Clients(seat);
          for (const each of steps) await clients.take(each);
          await clients.runRest();
        } finally {
          await seat.close();
        }
      }),
      { numRuns: Number(process.env['QUEUESIDE_RUNTIME_ROUNDS'] ?? 100) },
    );
  });

  it('goes on after requests in which bytes are changed, lost and doubled', async () => {
    const seat = await TestSeat.open();
    const pieces = fc.array(fc.constantFrom(...(Object.keys(PIECES) as Piece[])), {
      minLength: 1,
      maxLength: 4,
    });
    const change = fc.record({
      kind: fc.constantFrom('set', 'cut', 'double'),
      place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      length: fc.nat({ max: 20 }),
      byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 10, 13, 32, 58)),
    });
    await fc.assert(
      fc.asyncProperty(pieces, fc.array(change, { minLength: 1, maxLength: 5 }), async (names, changes) => {
        const small = names.filter((each) => each !== 'largeResponse');
        let bytes = Buffer.concat(small.map((each) => Buffer.from(PIECES[each]('none'))));
        for (const { kind, place, length, byte } of changes) {
          const at = Math.floor(place * bytes.length);
          const part = kind === 'set' ? Buffer.from([byte]) : bytes.subarray(at, at + length);
          const rest = bytes.subarray(kind === 'double' ? at : at + (kind === 'set' ? 1 : length));
          bytes = Buffer.concat([bytes.subarray(0, at), ...(kind === 'cut' ? [] : [part]), rest]);
        }
        const hostile = seat.connect();
        hostile.socket.end(bytes);
        await hostile.closed();
        assert.deepEqual(seat.defects, []);
      }),
      { numRuns: Number(process.env['QUEUESIDE_RUNTIME_ROUNDS'] ?? 500) },
    );
    assert.equal((await seat.call('GET /2018-06-01/ping')).status, 200);
    await seat.close();
  });
});
