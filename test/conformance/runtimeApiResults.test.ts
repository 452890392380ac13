import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { BodyRequest } from '../../broker/http/bodyRequest.ts';
import { HTTP_LIMITS } from '../../broker/http/httpLimits.ts';
import { invocation } from '../support/runtimeApi/recordedRuntime.ts';
import {
  PAYLOAD_BYTES,
  ACCEPTED,
  RESPONSE,
  ERROR,
  refused,
  UNKNOWN_ID,
  TOO_LARGE,
} from '../support/runtimeApi/runtimeAnswers.ts';
import { BASE, TestSeat } from '../support/runtimeApi/testSeat.ts';
import { formatRequest } from './support/rawHttp.ts';

/** Requests whose bodies are coming, and take all the room that there is: of pieces that are one in memory. */
function fillUnfinishedBodies(): readonly BodyRequest[] {
  const piece = Buffer.alloc(HTTP_LIMITS.bodyBytes - 1);
  return Array.from({ length: Math.ceil(HTTP_LIMITS.unfinishedBodyBytes / piece.length) }, () => {
    const request = new BodyRequest(new Socket());
    request.push(Buffer.alloc(1));
    request.push(piece);
    return request;
  });
}

describe('The Runtime API', () => {
  let seat: TestSeat;

  beforeEach(async () => {
    seat = await TestSeat.open();
  });
  afterEach(async () => {
    await seat.close();
    assert.deepEqual(seat.defects, []);
  });

  describe('takes a result', () => {
    it('of exactly the largest size', async () => {
      const connection = await seat.run(invocation('one'));
      const body = Buffer.alloc(PAYLOAD_BYTES, 'x');
      assert.deepEqual(await seat.answer(RESPONSE, body, {}, connection), ACCEPTED);
      assert.equal(seat.events.take().at(-1)?.length, 'response one '.length + PAYLOAD_BYTES);
    });

    const tooLarge =
      'error one Function.ResponseSizeTooLarge {"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}';
    for (const [line, what, bytes] of [
      [RESPONSE, 'one byte', PAYLOAD_BYTES + 1],
      [RESPONSE, 'megabytes', 9_000_000],
      [RESPONSE, 'tens of megabytes', 40_000_000],
      [ERROR, 'one byte', PAYLOAD_BYTES + 1],
    ] as const) {
      it(`that is too large by ${what} as a failure, on ${line}, and the runtime goes on`, async () => {
        const connection = await seat.run(invocation('one'));
        assert.deepEqual(await seat.answer(line, Buffer.alloc(bytes, 'x'), {}, connection), TOO_LARGE);
        assert.deepEqual(seat.events.take(), ['ready', tooLarge]);
        await seat.wait(connection);
      });
    }

    it('for which there is no room as a failure, and the runtime goes on', async () => {
      const connection = await seat.run(invocation('one'));
      const others = fillUnfinishedBodies();
      const answer = await seat.answer(RESPONSE, Buffer.alloc(PAYLOAD_BYTES, 'x'), {}, connection);
      for (const other of others) other.destroy();
      const text = 'Too many large responses are on their way at once.';
      assert.deepEqual(answer, refused(413, 'RequestEntityTooLarge', text));
      assert.deepEqual(seat.events.take(), [
        'ready',
        `error one Runtime.TooManyLargeResponses {"errorMessage":"${text}","errorType":"Runtime.TooManyLargeResponses"}`,
      ]);
      await seat.wait(connection);
    });

    it('that is too large for another invocation as one of another', async () => {
      await seat.run(invocation('one'));
      const body = Buffer.alloc(PAYLOAD_BYTES + 1, 'x');
      assert.deepEqual(await seat.answer(`POST ${BASE}/invocation/other/response`, body), UNKNOWN_ID);
      assert.deepEqual(seat.events.take(), ['ready']);
    });

    it('of any bytes and any content type', async () => {
      const connection = await seat.run(invocation('one'));
      const headers = { 'Content-Type': 'application/octet-stream' };
      assert.deepEqual(await seat.answer(RESPONSE, Buffer.from([0xff, 0]), headers, connection), ACCEPTED);
      assert.equal(seat.events.take().at(-1), `response one ${Buffer.from([0xff, 0]).toString()}`);
    });

    it('in the middle of whose body the client ends as truncated', async () => {
      const connection = await seat.run(invocation('one'));
      const isOver = seat.once('error');
      connection.socket.end(formatRequest(RESPONSE, { 'Content-Length': '10' }, 'abc'));
      const { status, body } = await connection.readAnswer();
      assert.deepEqual(
        [status, body],
        refused(400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated'),
      );
      await isOver;
      assert.match(seat.events.take().at(-1) ?? '', /^error one Runtime\.TruncatedResponse /);
    });

    it('after its client asked whether to send it', async () => {
      const connection = await seat.run(invocation('one'));
      connection.write(formatRequest(RESPONSE, { Expect: '100-continue', 'Content-Length': '4' }));
      assert.equal((await connection.readAnswer()).status, 100);
      connection.write('true');
      assert.equal((await connection.readAnswer()).status, 202);
    });

    it('with the cause of an error in a header of 1 MiB', async () => {
      const connection = await seat.run(invocation('one'));
      const headers = {
        'Lambda-Runtime-Function-Error-Type': 'unhandled',
        'Lambda-Runtime-Function-XRay-Error-Cause': JSON.stringify({ message: 'x'.repeat(1_048_000) }),
      };
      assert.deepEqual(await seat.answer(ERROR, '', headers, connection), ACCEPTED);
      assert.deepEqual(seat.events.take(), ['ready', 'error one unhandled ']);
    });
  });

  describe('with the response mode', () => {
    it('"streaming" collects the pieces', async () => {
      const connection = await seat.run(invocation('one'));
      connection.write(
        `${RESPONSE} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n\r\n`,
      );
      for (const piece of ['3\r\n"ab\r\n', '3\r\ncd"\r\n', '0\r\n\r\n']) connection.write(piece);
      assert.equal((await connection.readAnswer()).status, 202);
      assert.equal(seat.events.take().at(-1), 'response one "abcd"');
    });

    it('of no value takes the response as any other', async () => {
      const connection = await seat.run(invocation('one'));
      const headers = { 'Lambda-Runtime-Function-Response-Mode': '' };
      assert.deepEqual(await seat.answer(RESPONSE, '1', headers, connection), ACCEPTED);
    });

    for (const mode of ['buffered', 'Streaming']) {
      it(`"${mode}" fails the invocation`, async () => {
        const connection = await seat.run(invocation('one'));
        const headers = { 'Lambda-Runtime-Function-Response-Mode': mode };
        assert.deepEqual(
          await seat.answer(RESPONSE, '1', headers, connection),
          refused(400, 'InvalidFunctionResponseMode', 'Invalid function response mode'),
        );
        assert.match(seat.events.take().at(-1) ?? '', /^error one Runtime\.InvalidResponseModeHeader /);
        await seat.wait(connection);
      });
    }
  });

  describe('reads the trailers of a chunked response, as the client of Go sends them:', () => {
    const error = '{"errorMessage":"no","errorType":"errorString"}';
    const encoded = Buffer.from(error).toString('base64');
    for (const [what, trailers, event] of [
      ['none', '', 'response one {"ok":1}'],
      [
        'empty ones',
        'Lambda-Runtime-Function-Error-Type: \r\nLambda-Runtime-Function-Error-Body: \r\n',
        'response one {"ok":1}',
      ],
      [
        'an error',
        `Lambda-Runtime-Function-Error-Type: errorString\r\nLambda-Runtime-Function-Error-Body: ${encoded}\r\n`,
        `error one errorString ${error}`,
      ],
    ] as const) {
      it(what, async () => {
        const connection = await seat.run(invocation('one'));
        connection.write(
          `${RESPONSE} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: aws-lambda-go/go1.25\r\nTransfer-Encoding: chunked\r\n` +
            'Content-Type: application/json\r\nTrailer: Lambda-Runtime-Function-Error-Type,Lambda-Runtime-Function-Error-Body\r\n' +
            `Accept-Encoding: gzip\r\n\r\n8\r\n{"ok":1}\r\n0\r\n${trailers}\r\n`,
        );
        assert.equal((await connection.readAnswer()).status, 202);
        assert.equal(seat.events.take().at(-1), event);
        await seat.wait(connection);
      });
    }
  });
});
