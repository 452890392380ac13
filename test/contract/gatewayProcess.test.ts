import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ControlClient } from '../../broker/client/controlClient.ts';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import { type GatewayInfo, getGateway, stopGateway } from '../../broker/protocol/gateway.ts';
import { type LocalBroker, startLocalBroker } from '../conformance/support/broker.ts';

const LAUNCH = { accessKeyId: 'QSLAUNCH00000001', secretAccessKey: 'launch-secret' };
const KEYS = { accessKeyId: 'AKIDREALREALREAL', secretAccessKey: 'connection-secret' };

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

const IMPORT = /^import \{([^}]*)\} from '(\.[^']*)';/gm;

/** What the gateway has of its own, as esbuild.mjs says it. */
const OWN = /^broker\/(?:gateway|connections|protection)\/|^broker\/protocol\/gateway\.ts$/;

describe('The bundle of the gateway', () => {
  const { outputs } = JSON.parse(readFileSync('dist/metafile.json', 'utf8')) as Metafile;
  const inputs = Object.keys(outputs['dist/gateway.js']?.inputs ?? {}).filter((path) =>
    path.startsWith('broker/'),
  );

  it('has nothing that the bundles of the broker and of the AWS SDK have', () => {
    assert.ok(inputs.includes('broker/gateway/forward.ts'));
    assert.deepEqual(
      inputs.filter((path) => !OWN.test(path)),
      [],
    );
  });

  it('finds all that it takes from the bundle of the broker', () => {
    const has = Object.keys(createRequire(resolve('package.json'))('./dist/broker.js') as object);
    const taken = inputs.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(IMPORT)]
        .filter(([, , specifier = '']) => !OWN.test(normalize(join(dirname(file), specifier))))
        .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
        .filter((name) => name !== '' && !name.startsWith('type ')),
    );
    assert.ok(taken.includes('createFrontServer'));
    assert.deepEqual(
      [...new Set(taken)].filter((name) => !has.includes(name)),
      [],
    );
  });
});

describe('The gateway as a process', function () {
  this.timeout(20_000);
  let broker: LocalBroker;
  let child: ChildProcessWithoutNullStreams;
  let errors: string;
  let exit: Promise<unknown[]>;

  before(async () => {
    broker = await startLocalBroker();
  });
  after(() => broker.close());

  afterEach(() => {
    child.kill('SIGKILL');
  });

  /** @returns the line on its standard output */
  async function start(order: object, environment: NodeJS.ProcessEnv = {}): Promise<unknown> {
    child = spawn(process.execPath, [resolve('dist', 'gateway.js')], {
      env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment },
    });
    errors = '';
    exit = once(child, 'exit');
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return JSON.parse(line);
  }

  function makeOrder(): object {
    return {
      token: 'token',
      level: 'open',
      connection: { id: 'local', name: 'local', kind: 'endpoint', endpoint: broker.endpoint },
      place: { endpoint: broker.endpoint, region: 'us-east-1', partition: 'aws' },
      keys: KEYS,
    };
  }

  it('serves the programs of launches, and ends when a client asks for it', async () => {
    const info = (await start(makeOrder())) as GatewayInfo;
    assert.equal(info.upstream, broker.endpoint);
    const control = await ControlClient.open(info.control, 'token');
    await control.request(registerConsumer, { ...LAUNCH, name: 'worker', kind: 'debugSession' });
    const client = new SQSClient({
      endpoint: info.endpoint,
      region: 'us-east-1',
      credentials: LAUNCH,
      maxAttempts: 1,
    });
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
    assert.equal(QueueUrl, `${info.endpoint}/000000000000/orders`);
    assert.deepEqual((await client.send(new ListQueuesCommand({}))).QueueUrls, [QueueUrl]);
    client.destroy();
    assert.equal((await control.request(getGateway, {})).level, 'open');
    await control.request(stopGateway, {});
    const [code] = (await exit) as [number];
    assert.equal(code, 0);
  });

  it('has no secret in its arguments, its environment and its log', async () => {
    if (process.platform !== 'linux') return;
    await start(makeOrder());
    for (const file of ['cmdline', 'environ']) {
      const text = readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
      assert.ok(!text.includes(KEYS.secretAccessKey) && !text.includes(KEYS.accessKeyId));
    }
    child.kill('SIGTERM');
    await exit;
    assert.match(errors, /ending: SIGTERM/);
    assert.ok(!errors.includes(KEYS.secretAccessKey));
  });

  it('ends when its starter is gone and no client is left', async () => {
    await start(makeOrder(), { QUEUESIDE_PARENT_PID: String(process.pid), QUEUESIDE_ORPHAN_GRACE_MS: '0' });
    child.stdin.end();
    const [code] = (await exit) as [number];
    assert.equal(code, 0);
  });

  it('answers with what is wrong with a profile that gives no keys', async () => {
    const profile = 'queueside-none';
    const info = (await start({
      ...makeOrder(),
      connection: { id: 'x', name: 'x', kind: 'profile', profile },
      place: { endpoint: broker.endpoint, region: 'us-east-1', partition: 'aws', profile },
    })) as GatewayInfo;
    const control = await ControlClient.open(info.control, 'token');
    await control.request(registerConsumer, { ...LAUNCH, name: 'worker', kind: 'debugSession' });
    const client = new SQSClient({
      endpoint: info.endpoint,
      region: 'us-east-1',
      credentials: { ...LAUNCH },
      maxAttempts: 1,
    });
    await assert.rejects(client.send(new ListQueuesCommand({})), {
      name: 'AccessDenied',
      message: /^Queueside gateway: .*AWS profile “queueside-none” gives no keys/,
    });
    client.destroy();
    await control.close();
  });

  const GOOD = {
    token: 'token',
    level: 'open',
    connection: { id: 'x', name: 'x', kind: 'endpoint' },
    place: { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', partition: 'aws' },
  };
  for (const [title, order, says] of [
    ['no level', { ...GOOD, level: undefined }, /level must be/],
    [
      'a connection without a kind',
      { ...GOOD, connection: { id: 'x', name: 'x' } },
      /connection\.kind must be/,
    ],
    [
      'an endpoint that is no URL',
      { ...GOOD, place: { ...GOOD.place, endpoint: 'orders' } },
      /place\.endpoint must be a URL/,
    ],
  ] as const) {
    it(`says what is wrong with an order with ${title}`, async () => {
      const line = (await start(order)) as { readonly code: string; readonly message: string };
      assert.equal(line.code, 'BAD_CONFIG');
      assert.match(line.message, says);
      const [code] = (await exit) as [number];
      assert.equal(code, 2);
    });
  }
});
