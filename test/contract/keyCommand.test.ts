import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import { type Outcome, PROGRAM, runProgram } from '../support/runProgram.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

function cleanEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...extra };
}

function runKey(args: readonly string[], extra: Record<string, string> = {}): Promise<Outcome> {
  return runProgram(['key', ...args], cleanEnvironment(extra));
}

describe('queueside key', () => {
  let folder: string;
  let data: string;
  let oldKey: string;
  let newKey: string;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    stop = () => Promise.resolve();
    folder = mkdtempSync(join(tmpdir(), 'queueside-keys-'));
    data = join(folder, 'data');
    oldKey = join(folder, 'old.key');
    newKey = join(folder, 'new.key');
    for (const file of [oldKey, newKey]) assert.equal((await runKey(['make', file])).code, 0);
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A broker on the folder; the line that it prints. */
  async function startBroker(keyFile: string): Promise<ReadyLine | FailedLine> {
    const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--data', data, '--key-file', keyFile], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: cleanEnvironment({}),
    });
    const closed = once(child, 'close');
    stop = async () => {
      child.kill('SIGTERM');
      await closed;
    };
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return JSON.parse(line) as ReadyLine | FailedLine;
  }

  async function startServing(keyFile: string): Promise<SqsProgram> {
    const line = await startBroker(keyFile);
    assert.ok(line.event === 'ready', JSON.stringify(line));
    return new SqsProgram(line.endpoint);
  }

  const change = (...args: string[]): Promise<Outcome> =>
    runKey(['change', '--data', data, '--key-file', oldKey, '--new-key-file', newKey, ...args]);

  /** Leaves an encrypted folder with one message. */
  async function fill(): Promise<void> {
    const sqs = await startServing(oldKey);
    const { QueueUrl } = (await sqs.call('CreateQueue', { QueueName: 'orders' })) as { QueueUrl: string };
    await sqs.call('SendMessage', { QueueUrl, MessageBody: 'kept' });
    await stop();
  }

  const segments = (): string[] =>
    readdirSync(data)
      .filter((name) => name.endsWith('.segment'))
      .sort()
      .map((name) => readFileSync(join(data, name), 'base64'));

  it('changes the key of a folder: messages stay, the old key opens nothing any more', async () => {
    await fill();
    const before = segments();
    const { code, stdout, stderr } = await change();
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout) as { data: string; dataKeys: number; key: string };
    assert.deepEqual([answer.data, answer.dataKeys], [data, 1]);
    assert.deepEqual(segments(), before);
    assert.ok(!existsSync(join(data, 'lock')));
    const refused = await startBroker(oldKey);
    assert.ok(refused.event === 'failed');
    assert.equal(refused.code, 'DATA_WRONG_KEY');
    const sqs = await startServing(newKey);
    const { QueueUrl } = (await sqs.call('GetQueueUrl', { QueueName: 'orders' })) as { QueueUrl: string };
    const { Messages } = (await sqs.call('ReceiveMessage', { QueueUrl })) as {
      readonly Messages: readonly { readonly Body: string }[];
    };
    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ['kept'],
    );
  });

  it('takes the keys from the environment too, and prints neither', async () => {
    await fill();
    const secrets = [oldKey, newKey].map((file) => readFileSync(file, 'utf8').trim()) as [string, string];
    const { code, stdout, stderr } = await runKey(['change', '--data', data], {
      QUEUESIDE_MASTER_KEY: secrets[0],
      QUEUESIDE_NEW_MASTER_KEY: secrets[1],
    });
    assert.equal(code, 0, stderr);
    for (const secret of secrets) assert.ok(!`${stdout}${stderr}`.includes(secret));
  });

  it('refuses while a broker works on the folder', async () => {
    await startServing(oldKey);
    const keys = readFileSync(join(data, 'keys.jsonl'), 'utf8');
    const { code, stderr } = await change();
    assert.equal(code, 1);
    assert.match(stderr, /is in use by the broker with process id \d+\. Stop it first/);
    assert.equal(readFileSync(join(data, 'keys.jsonl'), 'utf8'), keys);
  });

  it('refuses a wrong key, the same key, and a folder that is in the clear or not there', async () => {
    assert.match((await change()).stderr, /The data folder .* does not exist/);
    await fill();
    const keys = readFileSync(join(data, 'keys.jsonl'), 'utf8');
    const wrong = await runKey(['change', '--data', data, '--key-file', newKey, '--new-key-file', oldKey]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /is not its key/);
    const same = await runKey(['change', '--data', data, '--key-file', oldKey, '--new-key-file', oldKey]);
    assert.equal(same.code, 1);
    assert.match(same.stderr, /is already the key of/);
    assert.equal(readFileSync(join(data, 'keys.jsonl'), 'utf8'), keys);
    rmSync(join(data, 'keys.jsonl'));
    assert.match((await change()).stderr, /is not encrypted/);
    assert.ok(!existsSync(join(data, 'keys.jsonl')), 'and does not make it so');
  });

  it('makes a key that only its owner reads, and never over another file', async () => {
    if (process.platform !== 'win32') assert.equal(statSync(oldKey).mode & 0o777, 0o600);
    const before = readFileSync(oldKey, 'utf8');
    const again = await runKey(['make', oldKey]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /never overwritten/);
    assert.equal(readFileSync(oldKey, 'utf8'), before);
  });

  it('refuses a key file that others may read', async function () {
    if (process.platform === 'win32') this.skip();
    chmodSync(newKey, 0o644);
    const { code, stderr } = await change();
    assert.equal(code, 2);
    assert.match(stderr, /open to others/);
  });

  for (const { args, says } of [
    { args: [], says: /use make FILE or change/ },
    { args: ['make'], says: /name the FILE/ },
    { args: ['make', 'a.key', '--data', '.'], says: /no options/ },
    { args: ['change'], says: /--data/ },
    { args: ['change', '--data', '.'], says: /use --key-file or set QUEUESIDE_MASTER_KEY/ },
    { args: ['change', '--loudly'], says: /--loudly/ },
  ]) {
    it(`says what is wrong with: ${args.join(' ') || 'nothing'}`, async () => {
      const { code, stderr } = await runKey(args);
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
  }

  it('explains itself', async () => {
    const { code, stdout } = await runKey(['--help']);
    assert.equal(code, 0);
    assert.match(stdout, /queueside key change/);
  });
});
