import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { LoadReport } from '../../broker/cli/loadCounts.ts';
import { SqsCaller } from '../support/sqsCaller.ts';
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

describe('queueside load', () => {
  let running: TestBroker;
  let queueUrl: string;
  const createQueue = async (name: string, attributes: Record<string, string> = {}): Promise<string> => {
    const answer: { QueueUrl: string } = await new SqsCaller(running.info.endpoint).call('CreateQueue', {
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
    assert.ok(report.sent >= 40 && report.sent <= 51, `${report.sent} messages`);
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
});
