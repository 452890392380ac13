import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getSecure } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { getBroker, type FailedLine } from '../../broker/protocol/broker.ts';
import { HttpServers } from '../../broker/assembly/httpServers.ts';
import { createServer as createWebServer } from 'node:http';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';

async function statusOf(options: RequestOptions): Promise<number> {
  const [response] = (await once(get({ path: '/health', agent: false, ...options }), 'response')) as [
    IncomingMessage,
  ];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

/** Where programs that say `localhost` may look. */
const LOOPBACK = ['127.0.0.1', '::1'];

describe('The addresses of a broker', () => {
  const running = new Set<BrokerProcess>();
  const start = (args: readonly string[], environment?: NodeJS.ProcessEnv): BrokerProcess => {
    const broker = new BrokerProcess(args, environment);
    running.add(broker);
    return broker;
  };

  afterEach(async () => {
    for (const broker of running) {
      broker.child.kill('SIGKILL');
      await broker.exit;
    }
    running.clear();
  });

  for (const [what, args] of [
    ['by default', []],
    ['for --host localhost', ['--host', 'localhost']],
  ] as const) {
    it(`are both addresses of localhost, on one port, ${what}`, async () => {
      const broker = start(['--port', '0', ...args]);
      const { endpoint } = await broker.line();
      const { port, hostname } = new URL(endpoint);
      assert.equal(hostname, '127.0.0.1', 'one address is named, which every program can call');
      for (const host of LOOPBACK) {
        assert.equal(await statusOf({ host, port }), 200, host);
        assert.equal(await statusOf({ host, port, headers: { host: `localhost:${port}` } }), 200, host);
      }
    });
  }

  it('are the one that was asked for', async () => {
    const { port } = new URL((await start(['--port', '0', '--host', '127.0.0.1']).line()).endpoint);
    assert.equal(await statusOf({ host: '127.0.0.1', port }), 200);
    await assert.rejects(statusOf({ host: '::1', port }), { code: 'ECONNREFUSED' });
  });

  it('have the same guard, and the control channel', async () => {
    const { endpoint } = await start(['--port', '0'], { QUEUESIDE_TOKEN: 'secret' }).line();
    const { port } = new URL(endpoint);
    for (const host of LOOPBACK) {
      assert.equal(await statusOf({ host, port, headers: { host: 'evil.test' } }), 403, host);
    }
    const client = await openClient(`ws://[::1]:${port}/control`, 'secret');
    assert.equal((await client.request(getBroker, {})).endpoint, endpoint);
    await client.close();
    await assert.rejects(openClient(`ws://[::1]:${port}/control`, 'wrong'));
  });

  it('serve HTTPS as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-addresses-'));
    const broker = start(['--port', '0', '--tls-port', '0', '--tls-folder', folder]);
    const { secureEndpoint = '', authorityPath = '' } = await broker.line();
    const { port } = new URL(secureEndpoint);
    for (const host of ['127.0.0.1', '[::1]']) {
      const request = getSecure(`https://${host}:${port}/health`, { ca: readFileSync(authorityPath) });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      assert.equal(response.statusCode, 200, host);
      response.destroy();
    }
    rmSync(folder, { recursive: true });
  });

  it('are given back at the end, with a client on each that holds on to its connection', async () => {
    const broker = start(['--port', '0']);
    const { port } = new URL((await broker.line()).endpoint);
    const sockets = LOOPBACK.map((host) => connect({ host, port: Number(port) }));
    for (const socket of sockets) {
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n');
      await once(socket, 'connect');
    }
    const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
    await statusOf({ host: '::1', port });
    broker.child.kill('SIGTERM');
    assert.equal((await broker.exit).code, 0);
    await closed;
  });

  it('leave a port alone that another program has at one of them', async () => {
    const other = createServer().listen(0, '::1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const broker = start(['--port', String(port)]);
    const { code } = await broker.line<FailedLine>();
    assert.equal(code, 'EADDRINUSE');
    assert.equal((await broker.exit).code, 3);
    other.close();
  });

  it('are those that the machine has', async () => {
    const server = createWebServer((_request, response) => response.end());
    const listeners = new HttpServers([server], () => undefined);
    // Of the range that documents use: no machine has it.
    const [port = 0] = await listeners.listen(['127.0.0.1', '2001:db8::1'], [0]);
    assert.equal(await statusOf({ host: '127.0.0.1', port }), 200);
    await listeners.close();
    await assert.rejects(new HttpServers([server], () => undefined).listen(['2001:db8::1'], [0]));
  });

  for (const host of ['0.0.0.0', '::']) {
    it(`come with a warning when other machines can call them: ${host}`, async () => {
      const broker = start(['--port', '0', '--host', host]);
      await broker.line();
      broker.child.kill('SIGTERM');
      const { stderr } = await broker.exit;
      assert.match(
        stderr,
        /Warning: --host \S+ lets other machines call this broker\. .*without --auth .* need --allowed-hosts\./,
      );
    });
  }

  it('come without one when they are loopback', async () => {
    for (const host of ['localhost', '127.0.0.1', '127.0.0.2', '::1']) {
      const broker = start(['--port', '0', '--host', host]);
      await broker.line();
      broker.child.kill('SIGTERM');
      assert.doesNotMatch((await broker.exit).stderr, /Warning/, host);
    }
  });
});
