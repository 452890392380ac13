import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { invocation } from '../support/runtimeApi/recordedRuntime.ts';
import {
  PAYLOAD_BYTES,
  ACCEPTED,
  RESPONSE,
  ERROR,
  INIT_ERROR,
  refused,
  BODY,
  forbidden,
  UNKNOWN_ID,
  NOT_FOUND,
} from '../support/runtimeApi/runtimeAnswers.ts';
import { BASE, NEXT, TestSeat } from '../support/runtimeApi/testSeat.ts';
import { formatRequest } from './support/rawHttp.ts';

describe('The Runtime API', () => {
  let seat: TestSeat;

  beforeEach(async () => {
    seat = await TestSeat.open();
  });
  afterEach(async () => {
    await seat.close();
    assert.deepEqual(seat.defects, []);
  });

  it('takes a runtime through its life on one connection', async () => {
    const connection = await seat.wait();
    for (const id of ['first', 'second']) {
      seat.handOver(invocation(id, `{"of":"${id}"}`));
      const event = await connection.readAnswer();
      assert.deepEqual([event.status, event.body], [200, `{"of":"${id}"}`]);
      const path = `POST ${BASE}/invocation/${id}`;
      if (id === 'first')
        assert.deepEqual(await seat.answer(`${path}/response`, '"done"', {}, connection), ACCEPTED);
      else assert.deepEqual(await seat.answer(`${path}/error`, BODY, {}, connection), ACCEPTED);
      await seat.wait(connection);
    }
    assert.deepEqual(seat.events.take(), [
      'ready',
      'response first "done"',
      'idle',
      `error second Error ${BODY}`,
      'idle',
    ]);
  });

  it('gives the headers of an event, and none that this service has no value for', async () => {
    const connection = await seat.wait();
    const { traceId, deadlineMs, functionArn } = invocation('one');
    seat.handOver(invocation('one'));
    const { headers } = await connection.readAnswer();
    const given = Object.fromEntries([...headers].filter(([name]) => name.startsWith('lambda-')));
    assert.deepEqual(given, {
      'lambda-runtime-aws-request-id': 'one',
      'lambda-runtime-deadline-ms': String(deadlineMs),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': traceId,
    });
    assert.equal(headers.get('content-type'), 'application/json');
    // A runtime that is stopped at a breakpoint must find its connection again.
    assert.equal(headers.get('connection'), 'keep-alive');
    assert.equal(headers.get('keep-alive'), undefined);
  });

  it('gives what the caller of the function says of itself', async () => {
    const connection = await seat.wait();
    const clientContext = '{"custom":{"a":1}}';
    seat.handOver({ ...invocation('one'), clientContext });
    assert.equal((await connection.readAnswer()).headers.get('lambda-runtime-client-context'), clientContext);
  });

  it('leaves out the trace header of an invocation that has none', async () => {
    const connection = await seat.wait();
    seat.handOver({ ...invocation('one'), traceId: undefined });
    assert.ok(!(await connection.readAnswer()).headers.has('lambda-runtime-trace-id'));
  });

  for (const [what, payload] of [
    ['with characters beyond ASCII', '{"body":"Grüße, 世界 🎈"}'],
    ['in bytes', Buffer.from('{"body":"Grüße"}')],
    ['of nothing', ''],
    ['of the largest size', `"${'ü'.repeat(PAYLOAD_BYTES / 2 - 1)}"`],
  ] as const) {
    it(`gives an event ${what} as it is`, async () => {
      const connection = await seat.wait();
      seat.handOver(invocation('one', payload));
      assert.equal((await connection.readAnswer()).body, payload.toString());
    });
  }

  describe('in the state', () => {
    const states = {
      starting: () => Promise.resolve(),
      initFailed: () => seat.call(INIT_ERROR, BODY, { Connection: 'close' }),
      waiting: () => seat.wait(),
      running: () => seat.run(invocation('one')),
      answered: async () => seat.call(RESPONSE, '1', {}, await seat.run(invocation('one'))),
    };
    const NEXT_WAITS = undefined;
    const TABLE: Record<keyof typeof states, readonly (readonly [string, readonly unknown[] | undefined])[]> =
      {
        starting: [
          [NEXT, NEXT_WAITS],
          [INIT_ERROR, ACCEPTED],
          [RESPONSE, UNKNOWN_ID],
          [ERROR, UNKNOWN_ID],
        ],
        initFailed: [
          [NEXT, forbidden('InitError', 'Ready')],
          [INIT_ERROR, forbidden('InitError', 'InitError')],
          [RESPONSE, UNKNOWN_ID],
          [ERROR, UNKNOWN_ID],
        ],
        waiting: [
          [NEXT, forbidden('Ready', 'Ready')],
          [INIT_ERROR, forbidden('Ready', 'InitError')],
          [RESPONSE, UNKNOWN_ID],
          [ERROR, UNKNOWN_ID],
        ],
        running: [
          [NEXT, forbidden('Running', 'Ready')],
          [INIT_ERROR, forbidden('Running', 'InitError')],
          [`POST ${BASE}/invocation/other/response`, UNKNOWN_ID],
          [`POST ${BASE}/invocation/other/error`, UNKNOWN_ID],
          [RESPONSE, ACCEPTED],
          [ERROR, ACCEPTED],
        ],
        answered: [
          [NEXT, NEXT_WAITS],
          [INIT_ERROR, forbidden('RuntimeResponseSentState', 'InitError')],
          [RESPONSE, forbidden('RuntimeResponseSentState', 'InvocationResponse')],
          [ERROR, forbidden('RuntimeResponseSentState', 'InvocationErrorResponse')],
          [`POST ${BASE}/invocation/other/error`, UNKNOWN_ID],
        ],
      };

    for (const [state, rows] of Object.entries(TABLE)) {
      for (const [line, expected] of rows) {
        it(`"${state}" ${expected === undefined ? 'holds' : `answers ${String(expected[0])} to`} ${line}`, async () => {
          await states[state as keyof typeof states]();
          if (expected === undefined) await seat.wait();
          else assert.deepEqual(await seat.answer(line, line.startsWith('GET') ? '' : BODY), expected);
        });
      }
    }
  });

  describe('answers by path and method:', () => {
    for (const [line, status] of [
      ['GET /2018-06-01/ping', 200],
      ['GET /ping', 200],
      ['POST /2018-06-01/ping', 404],
      [`POST ${BASE}/invocation/next`, 404],
      [`HEAD ${BASE}/invocation/next`, 404],
      [`GET ${BASE}/invocation/one/response`, 404],
      [`PUT ${BASE}/invocation/one/response`, 404],
      [`POST ${BASE}/invocation//response`, 404],
      [`POST ${BASE}/invocation/response`, 404],
      [`POST ${BASE}/invocation/one/two/response`, 404],
      [`POST ${BASE}/invocation/one/responses`, 404],
      [`GET ${BASE}/restore/next`, 404],
      [`POST ${BASE}/restore/error`, 404],
      ['POST /2020-01-01/extension/register', 404],
      ['GET /2020-01-01/extension/event/next', 404],
      ['PUT /2020-08-15/logs', 404],
      ['PUT /2022-07-01/telemetry', 404],
      ['GET /2021-04-23/credentials', 404],
      ['GET /', 404],
      ['GET /health', 404],
      ['OPTIONS /', 404],
      ['POST /orders/2018-06-01/runtime/init/error', 404],
    ] as const) {
      it(`${line} with ${status}`, async () => {
        const connection = seat.connect();
        connection.write(formatRequest(line, { Connection: 'close' }));
        assert.equal(await connection.readStatus(), status);
        assert.deepEqual(seat.events.take(), []);
      });
    }

    it('what is not there with the body of an error', async () => {
      assert.deepEqual(await seat.answer('GET /'), NOT_FOUND);
    });

    it('a path with a query as the path', async () => {
      await seat.run(invocation('one'));
      assert.deepEqual(await seat.answer(`${RESPONSE}?x=/error`, '1'), ACCEPTED);
      assert.equal(seat.events.take().at(-1), 'response one 1');
    });
  });

  describe('on one connection that sends ahead', () => {
    it('answers a response and holds the next behind it', async () => {
      const connection = await seat.run(invocation('one'));
      const isIdle = seat.once('idle');
      connection.write(Buffer.concat([formatRequest(RESPONSE, {}, '1'), formatRequest(NEXT, {})]));
      await isIdle;
      assert.equal((await connection.readAnswer()).status, 202);
      seat.handOver(invocation('two'));
      assert.equal((await connection.readAnswer()).headers.get('lambda-runtime-aws-request-id'), 'two');
    });

    it('gives an event that is kept behind the answer to a response', async () => {
      const connection = await seat.run(invocation('one'));
      seat.events.onEvent = (event) => {
        if (event.startsWith('response')) seat.handOver(invocation('two'));
      };
      connection.write(Buffer.concat([formatRequest(RESPONSE, {}, '1'), formatRequest(NEXT, {})]));
      assert.equal((await connection.readAnswer()).status, 202);
      assert.equal((await connection.readAnswer()).headers.get('lambda-runtime-aws-request-id'), 'two');
    });

    it('rejects a second next behind the first', async () => {
      const connection = seat.connect();
      const isReady = seat.once('ready');
      connection.write(Buffer.concat([formatRequest(NEXT, {}), formatRequest(NEXT, {})]));
      await isReady;
      seat.handOver(invocation('one'));
      assert.equal((await connection.readAnswer()).status, 200);
      assert.deepEqual(
        await connection.readAnswer().then(({ status, body }) => [status, body]),
        forbidden('Ready', 'Ready'),
      );
      assert.deepEqual(seat.events.take(), ['ready']);
    });
  });

  it('hands no event to a client that has gone, and keeps it for the next', async () => {
    const gone = await seat.wait();
    const isGone = seat.once('gone');
    gone.socket.destroy();
    await isGone;
    seat.handOver(invocation('one'));
    const { headers } = await seat.call(NEXT);
    assert.equal(headers.get('lambda-runtime-aws-request-id'), 'one');
    assert.deepEqual(seat.events.take(), ['ready', 'gone', 'ready']);
  });

  it('hands no event to a client that has ended its side', async () => {
    const ended = await seat.wait();
    const isGone = seat.once('gone');
    ended.socket.end();
    await isGone;
    seat.handOver(invocation('one'));
    assert.equal((await seat.call(NEXT)).headers.get('lambda-runtime-aws-request-id'), 'one');
  });

  it('takes a process that is started again in the middle of an invocation', async () => {
    const killed = await seat.run(invocation('one'));
    killed.socket.destroy();
    await killed.closed();
    const connection = seat.connect();
    const isReady = seat.once('ready');
    connection.write(formatRequest(NEXT, {}));
    await isReady;
    assert.deepEqual(seat.events.take(), ['ready', 'abandoned one', 'ready']);
  });

  it('closes its port and its connections, and reports nothing of that', async () => {
    const connection = await seat.wait();
    seat.events.take();
    await seat.close();
    await connection.closed();
    assert.deepEqual(seat.events.take(), []);
  });

  describe('closed by a listener', () => {
    for (const [event, line] of [
      ['ready', NEXT],
      ['initError', INIT_ERROR],
      ['response', RESPONSE],
      ['error', ERROR],
      ['idle', NEXT],
    ] as const) {
      it(`that hears "${event}" ends the connection, and reports nothing more`, async () => {
        const connection =
          event === 'response' || event === 'error' || event === 'idle'
            ? await seat.run(invocation('one'))
            : seat.connect();
        if (event === 'idle') await seat.call(RESPONSE, '1', {}, connection);
        seat.events.take();
        seat.events.onEvent = () => void seat.close();
        connection.write(formatRequest(line, {}, line === NEXT ? '' : '{}'));
        await connection.closed();
        assert.equal(seat.events.take().join().split(' ')[0], event);
      });
    }
  });

  describe('with a listener that throws', () => {
    const throwAt = (word: string): void => {
      seat.events.onEvent = (event) => {
        if (event.startsWith(word)) throw new Error(word);
      };
    };
    const takeDefects = () => seat.defects.splice(0).map((defect) => (defect as Error).message);

    it('holds the next that was heard, and gives it the event', async () => {
      throwAt('ready');
      const connection = seat.connect();
      connection.write(formatRequest(NEXT, {}));
      while (seat.defects.length === 0) await new Promise(setImmediate);
      seat.handOver(invocation('one'));
      assert.equal((await connection.readAnswer()).status, 200);
      assert.deepEqual(takeDefects(), ['ready']);
    });

    it('answers a result with 500, and goes on', async () => {
      const connection = await seat.run(invocation('one'));
      throwAt('response');
      assert.deepEqual(
        await seat.answer(RESPONSE, '1', {}, connection),
        refused(500, 'InternalServerError', 'Internal Server Error'),
      );
      assert.deepEqual(takeDefects(), ['response']);
      assert.equal((await seat.call(RESPONSE, '1', {}, connection)).status, 403);
    });

    it('hears that a client has gone', async () => {
      const connection = await seat.wait();
      throwAt('gone');
      connection.socket.destroy();
      while (seat.defects.length === 0) await new Promise(setImmediate);
      assert.deepEqual(takeDefects(), ['gone']);
      seat.handOver(invocation('one'));
      assert.equal((await seat.call(NEXT)).status, 200);
    });
  });
});
