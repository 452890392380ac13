import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { CLIENTS } from '../support/clients/table.mjs';
import { cleanEnvironment, runProgram } from '../support/process.mjs';

/** By name: what starts a client, or why it is not available here. The stage makes this. */
const starts = JSON.parse(process.env['PEER_CLIENTS'] ?? '{}') as Record<
  string,
  { readonly argv: readonly string[] } | { readonly missing: string }
>;

const USER = { name: 'client', accessKeyId: 'AKIDCLIENT', secretAccessKey: 'secret of the client' };
const STORE_PASSWORD = 'changeit';
/** A client that hangs is ended before its test is, so that what it said is shown. */
const CLIENT_TIMEOUT_MS = 170_000;

/** A way to serve clients. */
interface Way {
  readonly name: string;
  /** What is below `folder` goes with the broker. */
  options(folder: string): readonly string[];
  environment(line: ReadyLine, folder: string): Record<string, string>;
}

const WAYS: readonly Way[] = [
  {
    name: 'over HTTP, in memory',
    options: () => ['--open-metrics', 'on'],
    environment: ({ endpoint }) => nameEndpoint(endpoint),
  },
  {
    name: 'over HTTPS, with signatures',
    options(folder) {
      const credentials = join(folder, 'credentials.json');
      writeFileSync(credentials, JSON.stringify({ users: [USER] }), { mode: 0o600 });
      const tls = ['--tls-port', '0', '--tls-folder', join(folder, 'tls')];
      return ['--open-metrics', 'on', ...tls, '--auth', 'signatures', '--credentials', credentials];
    },
    environment: trustAuthority,
  },
  {
    name: 'over HTTP, with a data folder',
    options: (folder) => ['--open-metrics', 'on', '--data', join(folder, 'data')],
    environment: ({ endpoint }) => nameEndpoint(endpoint),
  },
];

function nameEndpoint(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: endpoint,
    AWS_ENDPOINT_URL_LAMBDA: endpoint,
  };
}

for (const way of WAYS) {
  describe(`Unmodified clients ${way.name}`, () => {
    let folder: string;
    let broker: BrokerProcess;
    let environment: Record<string, string>;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-clients-'));
      const definitions = join(folder, 'queueside.json');
      writeFileSync(
        definitions,
        JSON.stringify({ queues: {}, functions: { handler: { runtime: 'provided.al2023' } } }),
      );
      broker = new BrokerProcess(['--port', '0', '--config', definitions, ...way.options(folder)]);
      environment = way.environment(await broker.line(), folder);
    });

    after(async () => {
      broker.child.kill('SIGTERM');
      await broker.exit;
      rmSync(folder, { recursive: true });
    });

    for (const [index, { name, steps }] of CLIENTS.entries()) {
      const start = starts[name] ?? { missing: `${name} was not built by the stage` };
      if ('missing' in start) {
        it.skip(start.missing);
        continue;
      }
      it(`${name} finds everything as it is on the service`, async () => {
        const [command = '', ...args] = start.argv;
        const { code, output } = await runProgram(command, args, {
          cwd: folder,
          timeoutMs: CLIENT_TIMEOUT_MS,
          env: { ...withoutAws(), ...environment, CLIENT_PREFIX: `client-${index}` },
        });
        const held = [...output.matchAll(/^held: (.*?)\r?$/gm)].map(([, step]) => step);
        assert.deepEqual([code, held], [0, steps], output.slice(-4_000));
      });
    }
  });
}

/** What each language reads to know a certificate. */
function trustAuthority(line: ReadyLine, folder: string): Record<string, string> {
  const { secureEndpoint = '', authorityPath = '', bundlePath = '' } = line;
  assert.ok(existsSync(authorityPath) && existsSync(bundlePath));
  const environment = {
    ...nameEndpoint(secureEndpoint),
    AWS_CA_BUNDLE: bundlePath,
    SSL_CERT_FILE: bundlePath,
    NODE_EXTRA_CA_CERTS: authorityPath,
  };
  const usesJava = Object.values(starts).some((start) => 'argv' in start && start.argv[0] === 'java');
  if (!usesJava) return environment;
  const store = join(folder, 'trust.p12');
  const imported = ['-importcert', '-noprompt', '-alias', 'queueside', '-file', authorityPath];
  const target = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', STORE_PASSWORD];
  execFileSync('keytool', [...imported, ...target], { stdio: 'pipe' });
  const options = `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=${STORE_PASSWORD}`;
  return { ...environment, JAVA_TOOL_OPTIONS: options };
}

/** An environment in which the credentials and endpoints of whoever runs the tests do not count. */
function withoutAws(): NodeJS.ProcessEnv {
  const inherited = Object.entries(cleanEnvironment(process.env)).filter(
    ([name]) => !name.startsWith('AWS_'),
  );
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: USER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: USER.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    PYTHONUTF8: '1',
  };
}
