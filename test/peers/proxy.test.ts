import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import { listEndpointVariables, type Variables } from '../../broker/programs/endpointVariables.ts';
import { listExports } from '../../extension/launch/shellExports.ts';
import { readEnvironment } from '../../extension/launch/environment.ts';
import { inject } from '../../extension/launch/injection.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';

/** What a user's program does; it knows nothing of Queueside. */
const PYTHON = `
import boto3, botocore.config, sys
sqs = boto3.client('sqs', config=botocore.config.Config(retries={'total_max_attempts': 1}, connect_timeout=5))
url = sqs.create_queue(QueueName=sys.argv[1])['QueueUrl']
sqs.send_message(QueueUrl=url, MessageBody='through')
print(sqs.receive_message(QueueUrl=url)['Messages'][0]['Body'])
`;

const JAVASCRIPT = `
const { SQSClient, CreateQueueCommand, SendMessageCommand, ReceiveMessageCommand } = require(process.argv[3]);
const sqs = new SQSClient({ maxAttempts: 1 });
(async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: process.argv[2] }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'through' }));
  console.log((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages[0].Body);
})();
`;

describe('A program behind a proxy that leads nowhere', () => {
  let folder: string;
  let broker: BrokerProcess;
  let proxy: Server;
  let info: BrokerInfo;
  let behindProxy: Record<string, string>;
  let proxyCalls = 0;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-proxy-'));
    writeFileSync(join(folder, 'program.py'), PYTHON);
    writeFileSync(join(folder, 'program.cjs'), JAVASCRIPT);
    broker = new BrokerProcess(['--port', '0']);
    info = { ...(await broker.line()), region: 'us-east-1' };
    proxy = createServer((socket) => {
      proxyCalls++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
    behindProxy = {
      PATH: process.env['PATH'] ?? '',
      // What Node.js takes for: go by these variables.
      NODE_USE_ENV_PROXY: '1',
      ...Object.fromEntries(names.flatMap((name) => [name, name.toLowerCase()]).map((name) => [name, url])),
    };
  });

  beforeEach(() => {
    proxyCalls = 0;
  });

  after(async () => {
    broker.child.kill('SIGTERM');
    await broker.exit;
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  const programs: readonly [language: string, argv: (queueName: string) => string[]][] = [
    ['boto3', (name) => [process.env['PEER_PYTHON'] ?? 'python3', join(folder, 'program.py'), name]],
    [
      'the SDK for JavaScript',
      (name) => [
        process.execPath,
        join(folder, 'program.cjs'),
        name,
        require.resolve('@aws-sdk/client-sqs', { paths: [process.cwd()] }),
      ],
    ],
  ];

  const environments: readonly [where: string, inherited: Record<string, string>][] = [
    ['nothing is said about hosts without a proxy', {}],
    ['such hosts are inherited', { NO_PROXY: '.corp' }],
    ['such hosts are inherited in lower case', { no_proxy: '.corp' }],
    ['the two spellings differ', { NO_PROXY: 'a', no_proxy: 'b' }],
    ['no host needs the proxy', { NO_PROXY: '*', no_proxy: '*' }],
  ];

  function launchEnvironment(inherited: Record<string, string>, own: Record<string, string> = {}) {
    const launch = { type: 'python', name: 'worker', request: 'launch', env: own };
    const injection = {
      endpoint: info.endpoint,
      region: info.region,
      accessKeyId: 'QSDAAAAAAAAAAAAAAAAA',
      trust: {},
      proxyBypass: listProxyBypass([readEnvironment(launch), {}, inherited]),
    };
    return readEnvironment(inject(launch, injection, [], Object.keys(inherited)));
  }

  for (const [language, argv] of programs) {
    for (const [index, [where, inherited]] of environments.entries()) {
      it(`reaches the broker with ${language} from a launch when ${where}`, async () => {
        const environment = { ...behindProxy, ...inherited };
        const output = await run(argv(`launch-${index}`), {
          ...environment,
          ...launchEnvironment(environment),
        });
        assert.deepEqual([output, proxyCalls], ['through\n', 0]);
      });
    }

    it(`reaches the broker with ${language} from a launch with hosts of its own`, async () => {
      const own = launchEnvironment(behindProxy, { no_proxy: 'mine' });
      const output = await run(argv('launch-own'), { ...behindProxy, ...own });
      assert.deepEqual([output, proxyCalls], ['through\n', 0]);
    });

    it(`reaches the broker with ${language} from a terminal`, async () => {
      const variables = listEndpointVariables(info, undefined, listProxyBypass([behindProxy]));
      const output = await run(argv('terminal'), set(behindProxy, variables));
      assert.deepEqual([output, proxyCalls], ['through\n', 0]);
    });

    it(`reaches the broker with ${language} from a shell with the exports`, async () => {
      const inherited = { ...behindProxy, NO_PROXY: '.corp' };
      const variables = listEndpointVariables(info, undefined, listProxyBypass([inherited]));
      const script = [...listExports('bash', variables), 'exec "$@"'].join('\n');
      const output = await run(['bash', '-c', script, 'bash', ...argv('exports')], inherited);
      assert.deepEqual([output, proxyCalls], ['through\n', 0]);
    });
  }

  it('is one that boto3 would go by', async () => {
    const [, argv] = programs[0] as (typeof programs)[number];
    const variables = listEndpointVariables(info, undefined, {});
    await assert.rejects(run(argv('lost'), set(behindProxy, variables)), /ProxyConnectionError/);
    assert.notEqual(proxyCalls, 0);
  });
});

/** What a terminal makes of it: without those that are null. */
function set(environment: Record<string, string>, variables: Variables): Record<string, string> {
  const all = Object.entries({ ...environment, ...variables });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

async function run([command = '', ...args]: readonly string[], env: Record<string, string>): Promise<string> {
  const child: ChildProcess = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
