import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'mocha';
import { startGateway } from '../support/gateway/testGateway.ts';
import { type RawUpstream, startRawUpstream, writeResponse } from '../support/gateway/rawUpstream.ts';

const SECURE = 'https://queues.example';
const PLAIN = 'http://queues.example:9324';

async function listQueues(upstream: string, proxy: string): Promise<{ status: number; message: string }> {
  const gateway = await startGateway(upstream, { proxies: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } });
  const answer = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
    body: '{}',
  });
  const { message = '' } = (await answer.json()) as { readonly message?: string };
  await gateway.close();
  return { status: answer.status, message };
}

describe('A gateway behind a proxy', () => {
  for (const scheme of ['http', 'https'] as const) {
    it(`tells a proxy of HTTP which server a call is for, and signs for that server, by ${scheme}`, async () => {
      const proxy: RawUpstream = await startRawUpstream(
        (socket) => socket.write(writeResponse('200 OK', '{"QueueUrls":[]}')),
        scheme,
      );
      const { host } = new URL(proxy.endpoint);
      assert.deepEqual(await listQueues(PLAIN, `${scheme}://me:secret@${host}`), {
        status: 200,
        message: '',
      });
      const [request = ''] = proxy.requests;
      assert.match(request, /^POST http:\/\/queues\.example:9324\/ HTTP\/1\.1\r\n/);
      assert.match(request, /^host: queues\.example:9324\r$/im);
      assert.match(request, /^proxy-authorization: Basic bWU6c2VjcmV0\r$/im);
      assert.match(request, /^authorization: .*SignedHeaders=[^,]*host/im);
      assert.ok(!/SignedHeaders=[^,]*proxy/.test(request));
    });
  }

  for (const scheme of ['http', 'https'] as const) {
    describe(`that does not let it through, by ${scheme}`, () => {
      let proxy: RawUpstream;

      before(async () => {
        proxy = await startRawUpstream(undefined, scheme);
      });

      for (const [title, response, message] of [
        [
          'that wants a password',
          'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
          /The proxy wants a user and a password for https:\/\/queues\.example\./,
        ],
        [
          'that forbids the host',
          'HTTP/1.1 403 Forbidden\r\n\r\n',
          /The proxy 127\.0\.0\.1:\d+ responded with 403 Forbidden/,
        ],
        ['that hangs up', '', /closed the connection/],
      ] as const) {
        it(`says what a proxy does ${title}: the call had no effect`, async () => {
          proxy.script = (socket) => socket.end(response);
          const outcome = await listQueues(SECURE, proxy.endpoint);
          assert.equal(outcome.status, 503);
          assert.match(outcome.message, message);
          assert.ok(!outcome.message.includes('is not known'));
          assert.match(proxy.requests.at(-1) ?? '', /^CONNECT queues\.example:443 HTTP\/1\.1\r\n/);
        });
      }
    });
  }

  for (const upstream of [SECURE, PLAIN]) {
    it(`says that a proxy cannot be reached, before ${upstream}`, async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      taken.close();
      await once(taken, 'close');
      const { status, message } = await listQueues(upstream, `http://127.0.0.1:${port}`);
      assert.equal(status, 503);
      assert.match(message, new RegExp(`The proxy 127\\.0\\.0\\.1:${port} cannot be reached`));
    });
  }
});
