import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { describe, it } from 'mocha';
import { SqsSigner } from '../../broker/client/sqsSigner.ts';
import { RawConnection } from '../conformance/support/rawHttp.ts';
import { GatewayProcess, LAUNCH_KEYS, makeOrder } from '../support/gateway/gatewayProcess.ts';
import { type RawUpstream, startRawUpstream } from '../support/gateway/rawUpstream.ts';

const MIB = 1_048_576;
const POLLS = 1_000;
const SLOW_PROGRAMS = 80;
const RESPONSE_BYTES = 10 * MIB;

/** The most memory that 1,000 waiting calls may take. */
const POLLS_MIB = 120;
/** 256 MiB of responses that are being read, 256 MiB that programs have not read, and what the system keeps beside them. */
const RESPONSES_MIB = 750;

/** What the system counts for a process, MiB. */
function readMemory(pid: number | undefined): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}

describe('The memory of a gateway', function () {
  this.timeout(60_000);
  if (process.platform !== 'linux') {
    it.skip('is measured on Linux');
    return;
  }
  let upstream: RawUpstream;
  let gateway: GatewayProcess;
  let receive: string;
  let port: number;

  before(async () => {
    upstream = await startRawUpstream();
    gateway = new GatewayProcess(makeOrder(upstream.endpoint));
    const { info } = await gateway.launch();
    port = Number(new URL(info.endpoint).port);
    receive = writeReceive(info.endpoint);
  });

  after(() => gateway.end());

  /** Calls of programs that read nothing. */
  async function call(count: number): Promise<readonly RawConnection[]> {
    const before = upstream.requests.length;
    const programs = Array.from({ length: count }, () => new RawConnection(port));
    for (const program of programs) {
      program.socket.pause();
      program.write(receive);
    }
    await until(() => upstream.requests.length === before + count);
    return programs;
  }

  it(`is bounded while ${POLLS} long polls wait and their responses come byte by byte`, async () => {
    const sockets: Socket[] = [];
    upstream.script = (socket) => sockets.push(socket);
    const before = readMemory(gateway.child.pid);
    const programs = await call(POLLS);
    for (const socket of sockets) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    for (let round = 0; round < 5; round++) {
      for (const socket of sockets) socket.write(' ');
      await new Promise((resolve) => setImmediate(resolve));
    }
    const taken = readMemory(gateway.child.pid) - before;
    assert.ok(taken < POLLS_MIB, `${taken} MiB`);
    for (const { socket } of programs) socket.destroy();
    await until(() => upstream.sockets.size === 0);
  });

  it(`is bounded while ${SLOW_PROGRAMS} programs do not read responses of 10 MiB`, async () => {
    const body = Buffer.alloc(RESPONSE_BYTES, 0x20);
    upstream.script = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${RESPONSE_BYTES}\r\n\r\n`);
      socket.write(body);
    };
    const before = readMemory(gateway.child.pid);
    const programs = await call(SLOW_PROGRAMS);
    let most = 0;
    // All that the gateway takes is taken when nothing more is sent.
    for (let [sent, same] = [-1, 0]; same < 200; ) {
      const now = [...upstream.sockets].reduce(
        (sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength,
        0,
      );
      same = now === sent ? same + 1 : 0;
      sent = now;
      most = Math.max(most, readMemory(gateway.child.pid) - before);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const waiting = [...upstream.sockets].filter(({ writableLength }) => writableLength > 0).length;
    assert.ok(waiting > SLOW_PROGRAMS / 4, `${waiting} responses wait at the endpoint`);
    assert.ok(most < RESPONSES_MIB, `${most} MiB`);
    for (const { socket } of programs) socket.destroy();
    await until(() => upstream.sockets.size === 0);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** A receive as a program of the launch signs it. @param endpoint of the gateway */
function writeReceive(endpoint: string): string {
  const { host } = new URL(endpoint);
  const contentType = 'application/x-amz-json-1.0';
  const target = 'AmazonSQS.ReceiveMessage';
  const body = JSON.stringify({ QueueUrl: `${endpoint}/000000000000/orders`, WaitTimeSeconds: 20 });
  const signer = new SqsSigner({ ...LAUNCH_KEYS, region: 'us-east-1' });
  const signed = signer.sign({ host, contentType, target, body }, new Date());
  const headers = {
    Host: host,
    'Content-Type': contentType,
    'X-Amz-Target': target,
    'Content-Length': body.length,
    ...signed,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['POST / HTTP/1.1', ...lines, '', body].join('\r\n');
}
