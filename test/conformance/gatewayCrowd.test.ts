import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it } from 'mocha';
import { startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { type RawUpstream, startRawUpstream, writeResponse } from '../support/gateway/rawUpstream.ts';
import { RawConnection } from './support/rawHttp.ts';

const POLLS = 1_000;
const MIB = 1_048_576;

function writeReceive(port: number): string {
  const body = JSON.stringify({
    QueueUrl: `http://127.0.0.1:${port}/000000000000/orders`,
    WaitTimeSeconds: 20,
  });
  return [
    'POST / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/x-amz-json-1.0',
    'X-Amz-Target: AmazonSQS.ReceiveMessage',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

describe('A gateway between many', function () {
  this.timeout(60_000);
  let upstream: RawUpstream;
  let gateway: TestGateway;
  let port: number;

  beforeEach(async () => {
    upstream = await startRawUpstream();
    gateway = await startGateway(upstream.endpoint);
    port = Number(new URL(gateway.endpoint).port);
  });
  afterEach(() => gateway.close());

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('forwards 1,000 long polls at once, and keeps none of those whose programs are gone', async () => {
    const waiting: Socket[] = [];
    upstream.script = (socket) => waiting.push(socket);
    const programs = Array.from({ length: POLLS }, () => new RawConnection(port));
    for (const program of programs) program.write(writeReceive(port));
    await until(() => waiting.length === POLLS);
    assert.equal(gateway.gateway.upstream.callCount, POLLS);
    const [first, ...others] = programs;
    waiting[0]?.write(writeResponse('200 OK', '{}'));
    await until(() => gateway.gateway.upstream.callCount === POLLS - 1);
    for (const program of others) program.socket.destroy();
    await until(() => gateway.gateway.upstream.callCount <= 1);
    first?.socket.destroy();
    await until(() => gateway.gateway.upstream.callCount === 0);
    assert.equal(gateway.gateway.room.takenBytes, 0);
  });

  it('does not read responses for which there is no room, however many programs do not read theirs', async () => {
    const body = Buffer.alloc(10 * MIB, 0x20);
    const sending: Socket[] = [];
    upstream.script = (socket) => {
      sending.push(socket);
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    };
    const programs = Array.from({ length: 60 }, () => new RawConnection(port));
    for (const program of programs) {
      program.socket.pause();
      program.write(writeReceive(port));
    }
    await until(() => sending.length === programs.length && gateway.gateway.room.waitingCount > 0);
    // What does not fit stays with the endpoint, whose system takes no more.
    await until(() => sending.filter(({ writableLength }) => writableLength > 0).length >= 10);
    assert.ok(gateway.gateway.room.takenBytes <= 256 * MIB);
    for (const program of programs) program.socket.destroy();
    await until(() => gateway.gateway.upstream.callCount === 0);
    await until(() => gateway.gateway.room.takenBytes === 0);
    assert.equal(gateway.gateway.room.waitingCount, 0);
  });

  it('serves others while an endpoint sends a response byte by byte', async () => {
    const slow = new RawConnection(port);
    upstream.script = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{');
    };
    slow.write(writeReceive(port));
    await until(() => upstream.requests.length === 1);
    upstream.script = (socket) => socket.write(writeResponse('200 OK', '{}'));
    const quick = new RawConnection(port);
    quick.write(writeReceive(port));
    assert.equal((await quick.readAnswer()).body, '{}');
    slow.socket.destroy();
    quick.socket.destroy();
    await once(quick.socket, 'close');
  });
});
