import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize, resolve } from 'node:path';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type GatewayInfo, getGateway, stopGateway } from '../../broker/protocol/gateway.ts';
import { type LocalBroker, startLocalBroker } from '../conformance/support/broker.ts';
import { GatewayProcess, LAUNCH_KEYS, makeOrder } from '../support/gateway/gatewayProcess.ts';

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
  const started: GatewayProcess[] = [];

  before(async () => {
    broker = await startLocalBroker();
  });
  after(() => broker.close());

  afterEach(() => {
    for (const { child } of started.splice(0)) child.kill('SIGKILL');
  });

  function start(order: object, environment: NodeJS.ProcessEnv = {}): GatewayProcess {
    const gateway = new GatewayProcess(order, { NODE_NO_WARNINGS: '1', ...environment });
    started.push(gateway);
    return gateway;
  }

  function createClient({ endpoint }: GatewayInfo): SQSClient {
    return new SQSClient({ endpoint, region: 'us-east-1', credentials: LAUNCH_KEYS, maxAttempts: 1 });
  }

  it('serves the programs of launches, and ends when a client asks for it', async () => {
    const gateway = start(makeOrder(broker.endpoint, { keys: KEYS }));
    const { info, control } = await gateway.launch();
    assert.equal(info.upstream, broker.endpoint);
    const client = createClient(info);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
    assert.equal(QueueUrl, `${info.endpoint}/000000000000/orders`);
    assert.deepEqual((await client.send(new ListQueuesCommand({}))).QueueUrls, [QueueUrl]);
    client.destroy();
    assert.equal((await control.request(getGateway, {})).level, 'open');
    await control.request(stopGateway, {});
    assert.equal((await gateway.exit).code, 0);
  });

  it('has no secret in its arguments, its environment and its log', async () => {
    if (process.platform !== 'linux') return;
    const gateway = start(makeOrder(broker.endpoint, { keys: KEYS }));
    await gateway.line();
    for (const file of ['cmdline', 'environ']) {
      const text = readFileSync(`/proc/${gateway.child.pid}/${file}`, 'utf8');
      assert.ok(!text.includes(KEYS.secretAccessKey) && !text.includes(KEYS.accessKeyId));
    }
    const log = await gateway.end();
    assert.match(log, /ending: SIGTERM/);
    assert.ok(!log.includes(KEYS.secretAccessKey));
  });

  it('ends when its starter is gone and no client is left', async () => {
    const gateway = start(makeOrder(broker.endpoint), {
      QUEUESIDE_PARENT_PID: String(process.pid),
      QUEUESIDE_ORPHAN_GRACE_MS: '0',
    });
    await gateway.line();
    gateway.child.stdin?.end();
    assert.equal((await gateway.exit).code, 0);
  });

  it('answers with what is wrong with a profile that gives no keys', async () => {
    const profile = 'queueside-none';
    const { endpoint } = broker;
    const { info, control } = await start(
      makeOrder(endpoint, {
        connection: { id: 'x', name: 'x', kind: 'profile', profile },
        place: { endpoint, region: 'us-east-1', partition: 'aws', profile },
      }),
    ).launch();
    const client = createClient(info);
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
      const gateway = start(order);
      const line = await gateway.line<{ readonly code: string; readonly message: string }>();
      assert.equal(line.code, 'BAD_CONFIG');
      assert.match(line.message, says);
      assert.equal((await gateway.exit).code, 2);
    });
  }
});
