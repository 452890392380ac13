import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameVariable } from '../../broker/process/config.ts';
import { OPTIONS } from '../../broker/process/configOptions.ts';
import { createChildEnvironment } from '../../broker/programs/childEnvironment.ts';
import { type BrokerProcessOptions, startBrokerProcess } from '../../extension/broker/process.ts';
import { getBroker } from '../../broker/protocol/broker.ts';
import { openClient } from '../support/controlClient.ts';

/** Every variable of ours that the broker reads: one for each option, and those that its sources name. */
function listOwnVariables(): string[] {
  const sources = readdirSync('broker', { recursive: true, encoding: 'utf8' });
  const named = sources
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => readFileSync(join('broker', path), 'utf8').match(/\bQUEUESIDE_[A-Z_]*[A-Z]\b/g) ?? []);
  return [...new Set([...Object.keys(OPTIONS).map(nameVariable), ...named])].sort();
}

/** What else changes what a Node.js program does, or whom a load test sends as. */
const FOREIGN_VARIABLES = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_DEBUG',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_ENV_PROXY',
  'NODE_V8_COVERAGE',
  'NODE_REPL_EXTERNAL_MODULE',
  'ELECTRON_NO_ASAR',
  'ELECTRON_ENABLE_LOGGING',
  'VSCODE_INSPECTOR_OPTIONS',
  'VSCODE_IPC_HOOK',
  'OPENSSL_CONF',
  'OTEL_SDK_DISABLED',
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ENDPOINT_URL_SQS',
];

describe("The editor's environment", () => {
  const set = new Map<string, string | undefined>();
  const setVariable = (name: string, value: string): void => {
    // A variable that is set twice has been what it was before the first time.
    if (!set.has(name)) set.set(name, process.env[name]);
    process.env[name] = value;
  };

  afterEach(() => {
    for (const [name, value] of set) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    set.clear();
  });

  it('has variables that the broker would read', () => {
    const names = listOwnVariables();
    for (const name of [
      'QUEUESIDE_AUTH',
      'QUEUESIDE_CONFIG',
      'QUEUESIDE_TOKEN',
      'QUEUESIDE_MASTER_KEY',
      'QUEUESIDE_ORPHAN_GRACE_MS',
    ]) {
      assert.ok(names.includes(name), name);
    }
  });

  for (const name of [...listOwnVariables(), ...FOREIGN_VARIABLES]) {
    it(`never brings ${name} to a broker or a load test`, () => {
      const names = [name, name.toLowerCase()];
      const inherited = Object.fromEntries(names.map((each) => [each, 'leaked']));
      const environment = createChildEnvironment({ ...inherited, PATH: '/bin' }, {});
      assert.deepEqual(environment, { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
    });
  }

  it('brings what the system needs, and a certificate that a company adds', () => {
    const inherited = {
      PATH: '/bin',
      HOME: '/home/me',
      LANG: 'de_DE.UTF-8',
      SystemRoot: 'C:\\Windows',
      LD_LIBRARY_PATH: '/lib',
      NODE_EXTRA_CA_CERTS: '/company.pem',
    };
    const environment = createChildEnvironment(inherited, { QUEUESIDE_TOKEN: 't' });
    assert.deepEqual(environment, { ...inherited, ELECTRON_RUN_AS_NODE: '1', QUEUESIDE_TOKEN: 't' });
  });

  it('does not change what the broker of the editor is, whatever it has', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-environment-'));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'my notes');
    // Each of them alone would change the broker or keep it from starting.
    for (const name of listOwnVariables()) setVariable(name, 'not a value');
    setVariable('QUEUESIDE_TOKEN_FILE', tokenFile);
    setVariable('QUEUESIDE_DATA', join(folder, 'data'));
    setVariable('QUEUESIDE_REGION', 'eu-west-2');
    setVariable('NODE_OPTIONS', '--require=/not/there.js');
    const options: BrokerProcessOptions = {
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
      durability: 'process',
      bodyMemoryMiB: 16,
      token: 'secret',
      log: () => undefined,
    };
    const broker = await startBrokerProcess(options);
    const client = await openClient(broker.ready.control, 'secret');
    const { region, account, auth, limits, isEncrypted, secureEndpoint } = await client.request(
      getBroker,
      {},
    );
    await client.close();
    await broker.kill();
    assert.deepEqual(
      { region, account, auth, limits, isEncrypted, secureEndpoint },
      {
        region: 'us-east-1',
        account: '000000000000',
        auth: 'off',
        limits: 'strict',
        isEncrypted: undefined,
        secureEndpoint: undefined,
      },
    );
    assert.equal(readFileSync(tokenFile, 'utf8'), 'my notes');
    rmSync(folder, { recursive: true });
  });
});
