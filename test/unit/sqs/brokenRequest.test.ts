import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it } from 'mocha';
import { answerBrokenRequest } from '../../../broker/sqs/http/brokenRequest.ts';

/** What Node's parser and its watch over slow requests say, and who is to blame. */
const CODES = {
  HPE_INVALID_METHOD: 400,
  HPE_INVALID_URL: 400,
  HPE_INVALID_HEADER_TOKEN: 400,
  HPE_INVALID_CONTENT_LENGTH: 400,
  HPE_INVALID_TRANSFER_ENCODING: 400,
  HPE_INVALID_CHUNK_SIZE: 400,
  HPE_INVALID_EOF_STATE: 400,
  HPE_UNEXPECTED_CONTENT_LENGTH: 400,
  HPE_CR_EXPECTED: 400,
  HPE_LF_EXPECTED: 400,
  HPE_STRICT: 400,
  HPE_CLOSED_CONNECTION: 400,
  HPE_PAUSED_H2_UPGRADE: 400,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_PAUSED: 500,
  HPE_PAUSED_UPGRADE: 500,
  HPE_INTERNAL: 500,
  HPE_USER: 500,
  HPE_CB_MESSAGE_BEGIN: 500,
  HPE_CB_HEADERS_COMPLETE: 500,
  HPE_CB_MESSAGE_COMPLETE: 500,
  ERR_INVALID_STATE: 500,
} as const;

describe('A request that breaks before it is one', () => {
  for (const [code, status] of Object.entries(CODES)) {
    const isOurs = status === 500;
    it(`${code} is answered ${status}, and ${isOurs ? 'logged' : 'not logged'}`, async () => {
      const error = Object.assign(new Error(code), { code });
      const { answer, defects } = await breakConnection([error, error]);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.equal(answer.match(/^HTTP/gm)?.length, 1);
      assert.ok(answer.includes(isOurs ? '<Code>InternalError</Code>' : '<Code>MalformedInput</Code>'));
      assert.deepEqual(defects, isOurs ? [error] : []);
    });
  }

  for (const code of ['ECONNRESET', 'EPIPE', 'ERR_SSL_BAD_RECORD_TYPE', 'EPROTO']) {
    it(`${code} leaves no one to answer`, async () => {
      const error = Object.assign(new Error(code), { code });
      assert.deepEqual(await breakConnection([error]), { answer: '', defects: [] });
    });
  }
});

/** What a client reads of a connection on which these errors come up, and what is logged. */
async function breakConnection(errors: readonly Error[]) {
  const defects: unknown[] = [];
  const server = createServer((socket: Socket) => {
    for (const error of errors) answerBrokenRequest(error, socket, (defect) => defects.push(defect));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as { port: number }).port, '127.0.0.1');
  let answer = '';
  client.on('data', (piece: Buffer) => {
    answer += piece.toString();
  });
  await once(client, 'close');
  server.close();
  return { answer, defects };
}
