import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailedLine } from '../../broker/protocol/broker.ts';
import { startBrokerProcess } from '../../extension/broker/process.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';

const TOKEN = 'a-token-that-stands-nowhere';
const MASTER_KEY = randomBytes(32).toString('base64');

/** What any program of this user can read of another one. */
function readOpenText(pid: number): string {
  return ['environ', 'cmdline'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1')).join('\n');
}

describe('The secrets of a broker', function () {
  this.timeout(20_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('come from the editor by a pipe: they are in neither environment, arguments nor log', async () => {
    const lines: string[] = [];
    process.env['QUEUESIDE_TOKEN'] = 'another-token-of-the-environment';
    const broker = await startBrokerProcess({
      script: join('dist', 'broker.js'),
      executable: process.execPath,
      host: '127.0.0.1',
      port: 0,
      region: 'us-east-1',
      limits: 'strict',
      purgeInterval: true,
      recreateInterval: true,
      openMetrics: false,
      auth: 'off',
      credentials: '',
      tls: false,
      allowedHosts: [],
      maxMemoryMiB: 0,
      masterKey: MASTER_KEY,
      data: join(folder, 'data'),
      durability: 'process',
      bodyMemoryMiB: 16,
      token: TOKEN,
      log: (line) => lines.push(line),
    });
    delete process.env['QUEUESIDE_TOKEN'];
    if (process.platform === 'linux') {
      const text = readOpenText(broker.ready.pid);
      for (const secret of [TOKEN, MASTER_KEY]) assert.ok(!text.includes(secret));
    }
    const client = await openClient(broker.ready.control, TOKEN);
    await client.close();
    assert.ok(existsSync(join(folder, 'data', 'keys.jsonl')), 'the folder is encrypted');
    await broker.kill();
    assert.ok(lines.every((line) => !line.includes(TOKEN) && !line.includes(MASTER_KEY)));
  });

  it('that the environment hands over can be read there as long as the broker runs, as the documents say', async function () {
    if (process.platform !== 'linux') this.skip();
    const broker = new BrokerProcess(['--port', '0'], { QUEUESIDE_TOKEN: TOKEN });
    const { pid } = await broker.line();
    assert.ok(readOpenText(pid).includes(TOKEN));
    broker.child.kill('SIGTERM');
    await broker.exit;
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['no JSON', 'token\n'],
    ['a list', '["token"]\n'],
    ['another member', '{"password":"top-secret"}\n'],
    ['an empty token', '{"token":""}\n'],
    ['a key of another length', '{"masterKey":"top-secret"}\n'],
    ['a line without end', `{"token":"${'top-secret'.repeat(1_000)}`],
  ] as const) {
    it(`are refused, and not quoted, when standard input has ${what}`, async () => {
      const broker = new BrokerProcess(['--port', '0', '--secrets', 'stdin']);
      broker.child.stdin?.on('error', () => undefined);
      broker.child.stdin?.end(text);
      const line = await broker.line<FailedLine>();
      assert.deepEqual([line.event, line.code], ['failed', 'BAD_CONFIG']);
      assert.match(line.message, /^--secrets stdin: the first line must be a JSON object/);
      const { code, stdout, stderr } = await broker.exit;
      assert.equal(code, 2);
      assert.doesNotMatch(stdout + stderr, /top-secret/);
    });
  }

  it('open the control channel when a shell pipes them in', async () => {
    const broker = new BrokerProcess(['--port', '0', '--secrets', 'stdin']);
    broker.child.stdin?.end(`${JSON.stringify({ token: TOKEN })}\n`);
    const client = await openClient((await broker.line()).control, TOKEN);
    await client.close();
    broker.child.kill('SIGTERM');
    await broker.exit;
  });
});
