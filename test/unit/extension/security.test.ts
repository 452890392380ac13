import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCredentials } from '../../../broker/auth/credentials.ts';
import { loadCredentials } from '../../../broker/auth/credentialFile.ts';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import { BrokerLauncher, type LaunchSettings } from '../../../extension/broker/launcher.ts';
import { MasterKeys } from '../../../extension/storage/masterKeys.ts';
import { listEndpointVariables } from '../../../broker/programs/endpointVariables.ts';
import { readEnvironment } from '../../../extension/launch/environment.ts';
import { inject } from '../../../extension/launch/injection.ts';
import { ensureCredentialsFile } from '../../../extension/security/credentialsFile.ts';
import { parseUserKeys } from '../../../extension/security/userKeys.ts';
import { describeDenial } from '../../../extension/security/denialText.ts';
import { prepareTrust } from '../../../extension/security/trust.ts';

class MemorySecrets {
  readonly texts = new Map<string, string>();

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.texts.set(key, value);
    return Promise.resolve();
  }
}

describe('the master key of a workspace', () => {
  let secrets: MemorySecrets;
  let keys: MasterKeys;
  beforeEach(() => {
    secrets = new MemorySecrets();
    keys = new MasterKeys(secrets, 'one');
  });

  it('is made when it is first needed, and is another one in every workspace', async () => {
    assert.deepEqual(await keys.listCandidates(false), [undefined]);
    assert.equal(secrets.texts.size, 0);
    const [key] = await keys.listCandidates(true);
    assert.match(key ?? '', /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(await keys.listCandidates(true), [key]);
    assert.notDeepEqual(await new MasterKeys(secrets, 'two').listCandidates(true), [key]);
  });

  it('still opens what is encrypted when encryption is switched off, but is not offered first', async () => {
    const [key] = await keys.listCandidates(true);
    assert.deepEqual(await keys.listCandidates(false), [undefined, key]);
  });

  it('is replaced, and while it is, both are kept', async () => {
    const [old] = await keys.listCandidates(true);
    let during: readonly (string | undefined)[] = [];
    let next = '';
    const isRotated = await keys.replace(async (key) => {
      next = key;
      during = await keys.listCandidates(true);
      return true;
    });
    assert.ok(isRotated);
    assert.deepEqual(during, [next, old]);
    assert.deepEqual(await keys.listCandidates(true), [next]);
  });

  it('stays when the broker encrypts nothing, and both stay when the broker cannot be asked', async () => {
    const [old] = await keys.listCandidates(true);
    assert.equal(await keys.replace(() => Promise.resolve(false)), false);
    assert.deepEqual(await keys.listCandidates(true), [old]);
    await assert.rejects(
      keys.replace(() => Promise.reject(new Error('gone'))),
      /both are kept\. Error: gone/,
    );
    const [, kept] = await keys.listCandidates(true);
    assert.equal(kept, old);
  });
});

/** Refuses every key but the one that is its last argument's file. */
const PICKY_BROKER = `
const say = (line) => console.log(JSON.stringify(line));
require('node:readline').createInterface({ input: process.stdin }).once('line', (secrets) => {
const key = JSON.parse(secrets).masterKey ?? 'none';
console.error('key ' + key);
if (key !== 'right') { say({ event: 'failed', code: 'DATA_WRONG_KEY', message: 'not ' + key }); process.exitCode = 4; }
else { say({ event: 'ready', endpoint: 'http://127.0.0.1:1', control: 'ws://127.0.0.1/control', pid: process.pid, protocol: 1, version: '0' }); setInterval(() => {}, 1000); }
});
`;

describe('a start on an encrypted folder', () => {
  let folder: string;
  let lines: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-launch-'));
    writeFileSync(join(folder, 'broker.js'), PICKY_BROKER);
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function createLauncher(keys: readonly (string | undefined)[]): BrokerLauncher {
    const settings: LaunchSettings = {
      port: 0,
      region: 'us-east-1',
      limits: 'strict',
      purgeInterval: true,
      recreateInterval: true,
      openMetrics: false,
      durability: 'process',
      bodyMemoryMiB: 16,
      maxMemoryMiB: 0,
      auth: 'off',
      credentials: '',
      tls: false,
      allowedHosts: [],
    };
    return new BrokerLauncher({
      script: join(folder, 'broker.js'),
      executable: process.execPath,
      readSettings: () => settings,
      listMasterKeys: () => Promise.resolve(keys),
      prepareCredentials: () => Promise.resolve(),
      log: (line) => lines.push(line),
      onPortTaken: () => undefined,
      onMemoryOnly: () => undefined,
    });
  }

  it('tries the next key when one is refused', async () => {
    const launcher = createLauncher([undefined, 'right']);
    await launcher.launch();
    await launcher.end();
    assert.deepEqual(
      lines.filter((line) => line.startsWith('key ')),
      ['key none', 'key right'],
    );
  });

  it('says what was wrong with the likeliest key when none is right', async () => {
    await assert.rejects(createLauncher(['a', 'b']).launch(), { kind: 'wrongKey', message: 'not a' });
  });
});

describe('the credential file', () => {
  let path: string;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'queueside-credentials-')), 'deep', 'users.json');
  });

  it('is made for its owner only, with a user that the broker takes', async () => {
    await ensureCredentialsFile(path);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const loaded = loadCredentials(path, '000000000000');
    assert.ok(loaded.ok, loaded.ok ? '' : loaded.message);
    const [user] = parseUserKeys(readFileSync(path, 'utf8'));
    assert.equal(loaded.credentials.get(user?.accessKeyId ?? '')?.principal.name, 'developer');
    assert.equal(user?.name, 'developer');
  });

  it('is kept if it exists, and closed to other users again', async () => {
    await ensureCredentialsFile(path);
    const text =
      '{"users": [{"name": "a", "accessKeyId": "AKIA", "secretAccessKey": "s"}, {"name": "b"}, 7]}';
    writeFileSync(path, text);
    chmodSync(path, 0o644);
    await ensureCredentialsFile(path);
    assert.equal(readFileSync(path, 'utf8'), text);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(
      parseUserKeys(text).map(({ name }) => name),
      ['a'],
    );
  });

  it('has no users when it cannot be read', () => {
    for (const text of ['', '{', '7', '{"users": 7}']) assert.deepEqual(parseUserKeys(text), [], text);
    assert.equal(parseCredentials('{', '000000000000').ok, false);
  });
});

const SECURE = {
  endpoint: 'http://127.0.0.1:9324',
  secureEndpoint: 'https://127.0.0.1:9325',
  authorityPath: '/tls/ca.pem',
  bundlePath: '/tls/bundle.pem',
  region: 'eu-west-1',
} as BrokerInfo;
const TRUST = {
  NODE_EXTRA_CA_CERTS: '/tls/ca.pem',
  AWS_CA_BUNDLE: '/tls/bundle.pem',
  SSL_CERT_FILE: '/tls/bundle.pem',
};

describe('programs that call over HTTPS', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-trust-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('get the endpoint, what to trust, and keys that are good', async () => {
    const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    const trust = await prepareTrust(SECURE, { inherited: {}, folder });
    const set = Object.entries(listEndpointVariables(SECURE, keys, trust)).filter(
      ([, value]) => value !== null && value !== 'false',
    );
    assert.deepEqual(Object.fromEntries(set), {
      AWS_ENDPOINT_URL_SQS: 'https://127.0.0.1:9325',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...TRUST,
    });
  });

  it('trust what they would inherit, and the local authority', async () => {
    const authorityPath = join(folder, 'ca.pem');
    const inherited = join(folder, 'company.pem');
    writeFileSync(authorityPath, 'LOCAL\n');
    writeFileSync(inherited, 'COMPANY');
    const variables = await prepareTrust(
      { authorityPath, bundlePath: '/tls/bundle.pem' },
      {
        inherited: {
          NODE_EXTRA_CA_CERTS: inherited,
          SSL_CERT_FILE: join(folder, 'gone.pem'),
          AWS_CA_BUNDLE: '',
        },
        folder: join(folder, 'workspace'),
      },
    );
    assert.equal(readFileSync(variables.NODE_EXTRA_CA_CERTS ?? '', 'utf8'), 'COMPANY\nLOCAL\n');
    assert.equal(readFileSync(inherited, 'utf8'), 'COMPANY');
    assert.deepEqual(
      [variables.SSL_CERT_FILE, variables.AWS_CA_BUNDLE],
      ['/tls/bundle.pem', '/tls/bundle.pem'],
    );
  });

  it('get no certificates to trust without HTTPS', async () => {
    assert.deepEqual(await prepareTrust({}, { inherited: { SSL_CERT_FILE: '/mine' }, folder }), {});
  });

  it('keep what the user has them trust, in the launch or its file', () => {
    const launch = { type: 'node', request: 'launch', name: 'x', env: { NODE_EXTRA_CA_CERTS: '/mine' } };
    const injection = { endpoint: 'https://here', region: 'x', trust: TRUST, proxyBypass: {} };
    const variables = readEnvironment(inject(launch, injection, ['AWS_CA_BUNDLE'], ['SSL_CERT_FILE']));
    assert.equal(variables.NODE_EXTRA_CA_CERTS, '/mine');
    assert.ok(!('AWS_CA_BUNDLE' in variables));
    assert.equal(variables.SSL_CERT_FILE, '/tls/bundle.pem');
  });

  it('sign with the secret that the broker was given', () => {
    const launch = { type: 'node', request: 'launch', name: 'x' };
    const injection = {
      endpoint: 'https://here',
      region: 'x',
      accessKeyId: 'QSDX',
      secretAccessKey: 'told',
      trust: {},
      proxyBypass: {},
    };
    assert.equal(readEnvironment(inject(launch, injection, [])).AWS_SECRET_ACCESS_KEY, 'told');
  });
});

describe('the text about a denial', () => {
  it('has the verdict, the steps, and the facts, a line for each', () => {
    const text = describeDenial({
      sequence: 1,
      at: 0,
      kind: 'rejected',
      action: 'SendMessage',
      error: { code: 'AccessDenied', message: 'a | b\nc' },
      detail: 'Denied: no statement allows it.\nStatement 1 is about another action.',
    });
    assert.match(text, /^# Why this call was denied\n\nDenied: no statement allows it\.\n\n- Statement 1/);
    assert.match(text, /^## The call\n\n- Action: SendMessage$/m);
    assert.match(text, /^- Response: AccessDenied: a \| b c$/m);
    assert.doesNotMatch(text, /^- Queue/m);
  });
});
