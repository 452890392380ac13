import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, describe, it } from 'mocha';
import type { LoadLine, LoadReport } from '../../broker/protocol/load.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { type TestBroker, startTestBroker } from '../support/testBroker.ts';

/** Runs `queueside load … --json`; `interruptMs`: how long before Ctrl+C. */
async function runLoad(
  args: readonly string[],
  interruptMs?: number,
): Promise<{ readonly code: number | null; readonly report: LoadReport }> {
  const child = spawn(process.execPath, [join('dist', 'broker.js'), 'load', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (part: Buffer) => {
    stdout += part.toString();
  });
  if (interruptMs !== undefined) {
    // The first line of progress: it runs.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
  } else child.stderr.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, report: JSON.parse(stdout) as LoadReport };
}

/** Runs `queueside load … --json-lines`, and says `stop` to it after `stopAfter` lines of progress. */
async function runWithLines(
  args: readonly string[],
  options: { readonly stopAfter?: number; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly code: number | null; readonly lines: readonly LoadLine[] }> {
  const child = spawn(process.execPath, [join('dist', 'broker.js'), 'load', '--json-lines', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.environment },
  });
  const lines: LoadLine[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as LoadLine);
    if (lines.length === options.stopAfter) child.stdin.write('stop\n');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines };
}

describe('queueside load', () => {
  let running: TestBroker;
  let queueUrl: string;
  const createQueue = async (name: string, attributes: Record<string, string> = {}): Promise<string> => {
    const answer: { QueueUrl: string } = await new SqsProgram(running.info.endpoint).call('CreateQueue', {
      QueueName: name,
      Attributes: attributes,
    });
    return answer.QueueUrl;
  };

  before(async () => {
    running = await startTestBroker();
    queueUrl = await createQueue('load');
  });

  it('sends at the rate for the time, and counts chunks', async () => {
    const { code, report } = await runLoad([
      '--queue',
      queueUrl,
      '--rate',
      '50',
      '--duration',
      '1',
      '--size',
      '65537',
    ]);
    const queue = running.broker.engine.findQueue('us-east-1', '000000000000', 'load');
    assert.equal(code, 0);
    assert.equal(report.sent, queue?.visibleCount);
    assert.equal(report.sent + report.behind, 50);
    assert.equal(report.chunks, report.sent * 2);
    assert.ok(report.latencyMs.p50 > 0 && report.latencyMs.p50 <= report.latencyMs.max);
  });

  it('fills a template, uses groups in turn, and is stopped by Ctrl+C', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-load-'));
    try {
      const template = join(folder, 'order.json');
      writeFileSync(template, '{"order":{{n}},"other":"{{x}}"}');
      const fifo = await createQueue('load.fifo', { FifoQueue: 'true' });
      const args = [
        '--queue',
        fifo,
        '--rate',
        '20',
        '--duration',
        '600',
        '--groups',
        '3',
        '--template',
        template,
      ];
      const { code, report } = await runLoad([...args, '--attributes', 'tenant=a'], 0);
      assert.equal(code, 0);
      assert.ok(report.sent > 0 && report.seconds < 60);
      const { engine } = running.broker;
      const queue = engine.findQueue('us-east-1', '000000000000', 'load.fifo');
      const [first] = queue?.byAge.all() ?? [];
      const content = first === undefined ? undefined : engine.ports.contents.read(first.content);
      assert.equal(Buffer.from(content?.body ?? []).toString(), '{"order":1,"other":"{{x}}"}');
      assert.deepEqual([content?.groupId, content?.attributes?.[0]?.name], ['group-1', 'tenant']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says what failed', async () => {
    const { code, report } = await runLoad(['--queue', `${queueUrl}-gone`, '--rate', '5', '--duration', '1']);
    assert.equal(code, 1);
    assert.equal(report.sent, 0);
    assert.deepEqual(Object.keys(report.errors), ['AWS.SimpleQueueService.NonExistentQueue;Sender']);
  });

  it('reports its progress and what consumers did, one line each, until it is stopped', async () => {
    const name = 'load-lines';
    const url = await createQueue(name);
    const consumer = new SqsProgram(running.info.endpoint);
    const run = runWithLines(['--queue', url, '--rate', '200', '--duration', '600'], { stopAfter: 2 });
    const { Messages: [first] = [] }: { Messages?: { ReceiptHandle: string }[] } = await consumer.call(
      'ReceiveMessage',
      { QueueUrl: url, WaitTimeSeconds: 20 },
    );
    await consumer.call('DeleteMessage', { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle });
    const { Messages: [second] = [] }: { Messages?: object[] } = await consumer.call('ReceiveMessage', {
      QueueUrl: url,
      WaitTimeSeconds: 20,
    });
    assert.ok(second);
    const { code, lines } = await run;
    assert.equal(code, 0);
    assert.deepEqual(
      lines.map(({ event }) => event),
      [...lines.slice(1).map(() => 'progress'), 'report'],
    );
    const [progress] = lines;
    assert.ok(progress?.event === 'progress' && progress.sent > 0);
    assert.ok(progress.latencyMs && progress.latencyMs.p50 <= progress.latencyMs.p99);
    const report = lines.at(-1);
    assert.ok(report?.event === 'report' && report.sent >= progress.sent);
    const { queue } = report;
    assert.deepEqual(queue, { received: 2, deleted: 1, waiting: report.sent - 2, inFlight: 1 });
  });

  it('sends ever faster, or in bursts', async () => {
    const ramp = await runWithLines([
      '--queue',
      queueUrl,
      '--rate',
      '100',
      '--shape',
      'ramp',
      '--duration',
      '2',
    ]);
    const bursts = await runWithLines([
      '--queue',
      queueUrl,
      '--rate',
      '20',
      '--shape',
      'bursts',
      '--duration',
      '1',
    ]);
    const [rampReport, burstReport] = [ramp.lines.at(-1), bursts.lines.at(-1)];
    assert.ok(rampReport?.event === 'report' && burstReport?.event === 'report');
    assert.equal(rampReport.sent + rampReport.behind, 100);
    const [rampStart] = ramp.lines;
    assert.ok(rampStart?.event === 'progress');
    assert.ok(rampStart.sent <= Math.ceil(25 * rampStart.seconds ** 2), JSON.stringify(rampStart));
    assert.equal(burstReport.sent + burstReport.behind, 100);
  });

  it('signs where signatures are checked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-load-'));
    const credentials = join(folder, 'credentials.json');
    const definitions = join(folder, 'queueside.json');
    const user = { name: 'load', accessKeyId: 'LOADKEY', secretAccessKey: 'load secret' };
    writeFileSync(credentials, JSON.stringify({ users: [user] }), { mode: 0o600 });
    writeFileSync(definitions, JSON.stringify({ queues: { signed: {} } }));
    const broker = new BrokerProcess([
      '--port',
      '0',
      '--auth',
      'signatures',
      '--credentials',
      credentials,
      '--config',
      definitions,
    ]);
    try {
      const { endpoint } = await broker.line();
      const args = ['--queue', `${endpoint}/000000000000/signed`, '--rate', '10', '--duration', '1'];
      const environment = { AWS_ACCESS_KEY_ID: 'LOADKEY', AWS_SECRET_ACCESS_KEY: 'load secret' };
      const report = (await runWithLines(args, { environment })).lines.at(-1);
      assert.ok(report?.event === 'report' && report.sent > 0);
      assert.deepEqual(report.errors, {});
      assert.equal(report.queue?.waiting, report.sent);
      const other = { ...environment, AWS_SECRET_ACCESS_KEY: 'another secret' };
      const refused = (await runWithLines(args, { environment: other })).lines.at(-1);
      assert.ok(refused?.event === 'report');
      assert.deepEqual([refused.sent, refused.queue], [0, undefined]);
    } finally {
      broker.child.kill('SIGKILL');
      await broker.exit;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
