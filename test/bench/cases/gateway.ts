import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ControlClient } from '../../../broker/client/controlClient.ts';
import { SqsSigner } from '../../../broker/client/sqsSigner.ts';
import { registerConsumer } from '../../../broker/protocol/broker.ts';
import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import { measureAtRate, rest } from '../atRate.ts';
import { readCpuMs } from '../cpuTime.ts';
import { atMost, type BenchCase, figure } from '../benchCase.ts';
import { createQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, percentile } from '../statistics.ts';

const BODY_BYTES = 1024;
const RATE_PER_SECOND = 500;
const TOKEN = 'bench';
const LAUNCH = { accessKeyId: 'QSBENCH000000001', secretAccessKey: 'bench', region: 'us-east-1' };
const TYPE = 'application/x-amz-json-1.0';

/** A gateway in front of a broker, and the program of a launch. */
async function startGateway(upstream: string): Promise<{
  readonly child: ChildProcess;
  readonly control: ControlClient;
  readonly endpoint: string;
  readonly pid: number;
}> {
  const child = spawn(process.execPath, ['dist/gateway.js'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = { id: 'bench', name: 'bench', kind: 'endpoint' };
  const place = { endpoint: upstream, region: 'us-east-1', partition: 'aws' };
  child.stdin.write(`${JSON.stringify({ token: TOKEN, level: 'open', connection, place })}\n`);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const info = JSON.parse(line) as GatewayInfo;
  const control = await ControlClient.open(info.control, TOKEN);
  const { accessKeyId, secretAccessKey } = LAUNCH;
  await control.request(registerConsumer, {
    accessKeyId,
    secretAccessKey,
    name: 'bench',
    kind: 'debugSession',
  });
  return { child, control, endpoint: info.endpoint, pid: info.pid };
}

/** The bytes of a send, signed as the gateway wants it: such a signature holds for 15 minutes. */
function signedSend(endpoint: string, queueUrl: string): Buffer {
  const { host } = new URL(endpoint);
  const target = 'AmazonSQS.SendMessage';
  const body = JSON.stringify({ QueueUrl: queueUrl, MessageBody: 'x'.repeat(BODY_BYTES) });
  const signature = new SqsSigner(LAUNCH).sign({ host, contentType: TYPE, target, body }, new Date());
  const headers = {
    Host: host,
    'Content-Type': TYPE,
    'X-Amz-Target': target,
    'User-Agent': 'queueside-bench/1.0',
    'Content-Length': String(Buffer.byteLength(body)),
    ...signature,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(['POST / HTTP/1.1', ...lines, '', body].join('\r\n'));
}

/** What a call takes longer through a gateway than straight to the same endpoint. */
export const gatewayCase: BenchCase = {
  name: 'gateway',
  async run({ isQuick }) {
    const pairs = isQuick ? 5 : 15;
    const durationMs = isQuick ? 1000 : 3000;
    const broker = await ServerProcess.broker();
    const gateway = await startGateway(broker.endpoint);
    const url = await createQueue(broker.endpoint, 'gateway');
    const straight = sendRequest(broker.endpoint, url, BODY_BYTES);
    const through = signedSend(gateway.endpoint, url.replace(broker.endpoint, gateway.endpoint));
    await measureAtRate(gateway.endpoint, through, durationMs, RATE_PER_SECOND, rest);
    const cpuMicros: number[] = [];
    const added: { readonly p50: number; readonly p99: number }[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const before = await measureAtRate(broker.endpoint, straight, durationMs, RATE_PER_SECOND, rest);
      const cpuBefore = readCpuMs(gateway.pid);
      const after = await measureAtRate(gateway.endpoint, through, durationMs, RATE_PER_SECOND, rest);
      cpuMicros.push(((readCpuMs(gateway.pid) - cpuBefore) * 1000) / after.length);
      added.push({
        p50: percentile(after, 0.5) - percentile(before, 0.5),
        p99: percentile(after, 0.99) - percentile(before, 0.99),
      });
    }
    await gateway.control.close();
    gateway.child.kill();
    await broker.stop();
    const p50s = added.map(({ p50 }) => p50);
    const p99s = added.map(({ p99 }) => p99);
    return [
      atMost(figure('a gateway adds to a send at 500/s, p50', median(p50s), 'ms', 2), 1),
      atMost(figure('a gateway adds to a send at 500/s, p99', median(p99s), 'ms', 2), 4),
      figure('CPU time of the gateway for a send', median(cpuMicros), 'µs'),
      figure('… p99, the largest of all pairs', Math.max(...p99s), 'ms', 2),
    ];
  },
};
