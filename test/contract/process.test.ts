import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { stopBroker } from '../../broker/protocol/broker.ts';
import type { FailedLine } from '../../broker/protocol/broker.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

describe('The broker as a process', () => {
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

  it('says in one line where it serves, and serves there', async () => {
    const broker = start(['--port', '0']);
    const ready = await broker.line();
    const { port } = new URL(ready.endpoint);
    assert.deepEqual(ready, {
      event: 'ready',
      endpoint: `http://127.0.0.1:${port}`,
      control: `ws://127.0.0.1:${port}/control`,
      pid: broker.child.pid,
      protocol: PROTOCOL_VERSION,
      version: '0.1.0',
    });
    const created = await new SqsProgram(ready.endpoint).call('CreateQueue', { QueueName: 'orders' });
    assert.equal(created.QueueUrl, `${ready.endpoint}/000000000000/orders`);
  });

  it('says where it serves HTTPS, and what has to be trusted for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-process-'));
    try {
      const broker = start(['--port', '0', '--tls-port', '0', '--tls-folder', folder]);
      const { secureEndpoint, authorityPath } = await broker.line();
      assert.equal(authorityPath, join(folder, 'ca.pem'));
      const ca = readFileSync(authorityPath);
      const [response] = (await once(get(`${secureEndpoint}/health`, { ca }), 'response')) as [
        IncomingMessage,
      ];
      assert.equal(response.statusCode, 200);
      response.destroy();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves a taken port alone, with exit code 3 and a line for people and for programs', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const broker = start(['--port', String(port)]);
    const line = await broker.line<FailedLine>();
    assert.deepEqual([line.event, line.code], ['failed', 'EADDRINUSE']);
    const { code, stderr } = await broker.exit;
    assert.equal(code, 3);
    assert.match(stderr, new RegExp(`^queueside: .*EADDRINUSE.*${port}\n$`));
    holder.close();
  });

  it('serves the queues of --config from its first answer on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-definitions-'));
    const path = join(folder, 'queueside.json');
    writeFileSync(path, '{"queues": {"orders": {"messages": [{"body": {"id": 1}}]}}}');
    const { endpoint } = await start(['--port', '0', '--config', path]).line();
    const sqs = new SqsProgram(endpoint);
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'orders' });
    assert.equal((await sqs.call('ReceiveMessage', { QueueUrl })).Messages[0].Body, '{"id":1}');
    const second = start(['--port', new URL(endpoint).port, '--config', path]);
    assert.equal((await second.exit).code, 3, 'seeds do not keep a broker that cannot serve');
    rmSync(folder, { recursive: true });
  });

  it('applies queue definitions when they are saved', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-definitions-'));
    const path = join(folder, 'queueside.json');
    writeFileSync(path, '{"queues": {}}');
    const broker = start(['--port', '0', '--config', path]);
    const { endpoint } = await broker.line();
    const sqs = new SqsProgram(endpoint);
    writeFileSync(path, '{"queues": {"orders": {"messages": [{"body": "x"}]}}}');
    await broker.says(/queueside\.json: queues created: 1, changed: 0, messages sent: 1/);
    assert.ok((await sqs.call('GetQueueUrl', { QueueName: 'orders' })).QueueUrl);
    writeFileSync(path, '{"queues": {"orders": 5}}');
    await broker.says(/queueside\.json:1:23: A queue must be an object\./);
    rmSync(folder, { recursive: true });
  });

  it('seeds a queue once, however often the broker starts on the same data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-definitions-'));
    const path = join(folder, 'queueside.json');
    const args = ['--port', '0', '--config', path, '--data', join(folder, 'data')];
    writeFileSync(path, '{"queues": {"orders": {"messages": [{"body": "x"}]}}}');
    for (let run = 0; run < 2; run++) {
      const broker = start(args);
      const sqs = new SqsProgram((await broker.line()).endpoint);
      const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'orders' });
      const AttributeNames = ['ApproximateNumberOfMessages'];
      const { Attributes } = await sqs.call('GetQueueAttributes', { QueueUrl, AttributeNames });
      assert.deepEqual(Attributes, { ApproximateNumberOfMessages: '1' });
      broker.child.kill('SIGTERM');
      await broker.exit;
    }
    writeFileSync(path, '{"queues": 5}');
    assert.equal(
      (await start(args).exit).code,
      2,
      'recovered messages do not keep a broker that cannot serve',
    );
    rmSync(folder, { recursive: true });
  });

  it('ends after a refusal although the pipe that its secrets came over stays open', async () => {
    const broker = start(['--port', '0', '--secrets', 'stdin', '--key-file', 'key']);
    broker.child.stdin?.write('{"token":"secret"}\n');
    assert.equal((await broker.exit).code, 2);
  });

  it('refuses queue definitions line by line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-definitions-'));
    const path = join(folder, 'queueside.json');
    writeFileSync(path, '{"queues": {\n  "a b": {},\n  "c": { "tag": {} }\n}}');
    const { code, stdout, stderr } = await start(['--port', '0', '--config', path]).exit;
    assert.equal(code, 2);
    assert.match(
      stderr,
      /queueside\.json:2:3: The name of a queue[^\n]*\n[^\n]*queueside\.json:3:10: A queue has no member "tag"/,
    );
    assert.deepEqual((JSON.parse(stdout) as FailedLine).code, 'BAD_CONFIG');
    rmSync(folder, { recursive: true });
  });

  const refusals: readonly [what: string, args: readonly string[], reason: RegExp][] = [
    ['an unknown option', ['--prot', '1'], /unknown option --prot/],
    ['a bad value', ['--port', 'high'], /--port must be a whole number/],
    ['definitions that are not there', ['--config', join('nowhere', 'x.json')], /--config: .*x\.json/],
    [
      'a token file that cannot be written',
      ['--token-file', join('no', 'such', 'folder', 't')],
      /--token-file/,
    ],
    ['authorisation without users', ['--auth', 'signatures'], /--auth signatures needs --credentials FILE/],
    [
      'a credential file that is not there',
      ['--auth', 'policies', '--credentials', join('no', 'such', 'file')],
      /The credential file .* cannot be opened: ENOENT/,
    ],
  ];
  for (const [what, args, reason] of refusals) {
    it(`refuses ${what} with exit code 2`, async () => {
      const { code, stdout, stderr } = await start(args).exit;
      assert.equal(code, 2);
      assert.match(stderr, reason);
      const line = JSON.parse(stdout) as FailedLine;
      assert.deepEqual([line.event, line.code], ['failed', 'BAD_CONFIG']);
      assert.match(line.message, reason);
    });
  }

  it('prints its help and its version', async () => {
    assert.match((await start(['--help']).exit).stdout, /--port PORT/);
    assert.equal((await start(['--version']).exit).stdout, '0.1.0\n');
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends in order at ${signal}: waiting receives get a response, clients are notified`, async () => {
      const broker = start(['--port', '0'], { QUEUESIDE_TOKEN: 'secret' });
      const { endpoint, control } = await broker.line();
      const sqs = new SqsProgram(endpoint);
      const { QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'orders' });
      const waiting = sqs.call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
      const client = await openClient(control, 'secret');
      const closed = client.closed();
      // An answer to a later call shows that the receive has arrived.
      await sqs.call('ListQueues', {});
      const signalledAt = performance.now();
      broker.child.kill(signal);
      assert.deepEqual(await waiting, {});
      assert.equal(await closed, 1001);
      const { code, stdout, stderr } = await broker.exit;
      assert.equal(code, 0);
      assert.ok(performance.now() - signalledAt < 2000);
      assert.equal(stdout.trim().split('\n').length, 1);
      assert.doesNotMatch(stderr, /secret/);
    });
  }

  it('ends within two seconds also when a client holds on to a half-sent request', async () => {
    const broker = start(['--port', '0']);
    const { endpoint } = await broker.line();
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) });
    const hanging = fetch(endpoint, { method: 'POST', body, duplex: 'half' } as RequestInit);
    const outcome = assert.rejects(hanging);
    await new SqsProgram(endpoint).call('ListQueues', {});
    broker.child.kill('SIGTERM');
    assert.equal((await broker.exit).code, 0);
    await outcome;
  }).timeout(4000);

  it('ends when a client asks for it', async () => {
    const broker = start(['--port', '0'], { QUEUESIDE_TOKEN: 'secret' });
    const client = await openClient((await broker.line()).control, 'secret');
    assert.equal(await client.request(stopBroker, {}), null);
    assert.equal((await broker.exit).code, 0);
  });

  it('writes a token for its owner only, and takes it away at the end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-token-'));
    const file = join(folder, 'token');
    const broker = start(['--port', '0', '--token-file', file]);
    const { control } = await broker.line();
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    const client = await openClient(control, readFileSync(file, 'utf8').trim());
    await client.close();
    broker.child.kill('SIGTERM');
    await broker.exit;
    assert.equal(existsSync(file), false);
    rmSync(folder, { recursive: true });
  });

  const unwritten: readonly [
    what: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
    code: number,
  ][] = [
    ['it was given its token', ['--port', '0'], { QUEUESIDE_TOKEN: 'secret' }, 0],
    ['it has no users', ['--port', '0', '--auth', 'signatures'], {}, 2],
    ['its definitions are wrong', ['--port', '0', '--config', join('nowhere', 'x.json')], {}, 2],
    ['its address is not one of this machine', ['--port', '0', '--host', '192.0.2.1'], {}, 3],
  ];
  for (const [what, args, environment, expected] of unwritten) {
    it(`leaves the token file of another broker alone when ${what}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'queueside-token-'));
      const file = join(folder, 'token');
      const other = start(['--port', '0', '--token-file', file]);
      const { control } = await other.line();
      const token = readFileSync(file, 'utf8');
      const broker = start([...args, '--token-file', file], environment);
      const { event } = await broker.line<{ readonly event: string }>();
      if (event === 'ready') broker.child.kill('SIGTERM');
      assert.equal((await broker.exit).code, expected);
      assert.equal(readFileSync(file, 'utf8'), token);
      await (await openClient(control, token.trim())).close();
      rmSync(folder, { recursive: true });
    });
  }

  describe('whose parent has ended', () => {
    const environment = { QUEUESIDE_TOKEN: 'secret', QUEUESIDE_ORPHAN_GRACE_MS: '50' };
    const parent = { QUEUESIDE_PARENT_PID: String(process.pid) };

    it('ends itself', async () => {
      const broker = start(['--port', '0'], { ...environment, ...parent });
      await broker.line();
      broker.child.stdin?.end();
      const { code, stderr } = await broker.exit;
      assert.equal(code, 0);
      assert.match(stderr, /the parent process has ended and no client is connected/);
    });

    it('lives as long as a client is there', async () => {
      const broker = start(['--port', '0'], { ...environment, ...parent });
      const client = await openClient((await broker.line()).control, 'secret');
      broker.child.stdin?.end();
      const early = await Promise.race([broker.exit, new Promise((resolve) => setTimeout(resolve, 300))]);
      assert.equal(early, undefined);
      await client.close();
      assert.equal((await broker.exit).code, 0);
    });

    it('lives on when a person started it', async () => {
      const broker = start(['--port', '0'], environment);
      const { endpoint } = await broker.line();
      broker.child.stdin?.end();
      const early = await Promise.race([broker.exit, new Promise((resolve) => setTimeout(resolve, 300))]);
      assert.equal(early, undefined);
      assert.deepEqual(await new SqsProgram(endpoint).call('ListQueues', {}), {});
    });

    it('notices also without a pipe', async () => {
      const dead = spawn(process.execPath, ['-e', '']);
      await once(dead, 'exit');
      const broker = start(['--port', '0'], { ...environment, QUEUESIDE_PARENT_PID: String(dead.pid) });
      await broker.line();
      assert.equal((await broker.exit).code, 0);
    }).timeout(5000);
  });
});
