import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { findPlace } from '../../../broker/connections/place.ts';
import { readProfiles } from '../../../broker/connections/profiles.ts';
import { writeAwsFiles } from '../../support/upstream/awsFiles.ts';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { SocketRecorder } from '../../support/upstream/socketRecorder.ts';
import { openTestGate } from '../../support/upstream/testGate.ts';

const COMMON = { id: 'x', name: 'x', queues: [], refreshSeconds: 60 };
const ACCOUNT = '111122223333';
const SQS = 'sqs.eu-central-1.amazonaws.com:443';
const STS = 'sts.eu-central-1.amazonaws.com:443';
const REGION = 'region = eu-central-1\n';
const KEYS = 'aws_access_key_id = AKID\naws_secret_access_key = secret\n';
const SSO_ROLE = `sso_account_id = ${ACCOUNT}\nsso_role_name = Developer\n`;
const LOGIN_SESSION = `arn:aws:iam::${ACCOUNT}:user/me`;

/** `OTHER` is a server that nothing may reach. What each profile says, and what a connection with it reaches. */
const PROFILES: Readonly<
  Record<string, readonly [text: string, reached: readonly string[], problem?: RegExp]>
> = {
  keys: [`${KEYS}${REGION}`, [SQS, STS]],
  diverted: [`${KEYS}${REGION}endpoint_url = OTHER\nservices = mine\n`, [SQS, STS]],
  role: [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\nsource_profile = diverted\n${REGION}endpoint_url = OTHER\n`,
    [STS],
  ],
  'role-of-a-source-with-a-host-for-a-region': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\nsource_profile = strange\n${REGION}`,
    [STS],
  ],
  strange: [`${KEYS}region = 127.0.0.1:PORT/#\n`, [], /not a region of AWS/],
  'mode-auto': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\nsource_profile = keys\n${REGION}defaults_mode = auto\nec2_metadata_service_endpoint = OTHER\n`,
    [STS],
  ],
  'keys-of-a-container': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\ncredential_source = EcsContainer\n${REGION}`,
    [],
    /gets its keys from the machine/,
  ],
  'keys-of-a-machine-elsewhere': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\nsource_profile = machine\n${REGION}`,
    [],
    /gets its keys from the machine/,
  ],
  machine: [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\ncredential_source = Ec2InstanceMetadata\n${REGION}`,
    [],
    /gets its keys from the machine/,
  ],
  'keys-of-the-environment': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\ncredential_source = Environment\n${REGION}`,
    [STS],
  ],
  'web-identity': [
    `role_arn = arn:aws:iam::${ACCOUNT}:role/A\nweb_identity_token_file = FOLDER/token\n${REGION}endpoint_url = OTHER\n`,
    [STS],
  ],
  sso: [`sso_session = acme\n${SSO_ROLE}${REGION}`, ['portal.sso.eu-west-1.amazonaws.com:443']],
  'sso-with-a-host-for-a-region': [
    `sso_session = evil\n${SSO_ROLE}${REGION}`,
    [],
    /“sso-with-a-host-for-a-region” gives no keys/,
  ],
  login: [`login_session = ${LOGIN_SESSION}\n${REGION}`, ['eu-west-1.signin.aws.amazon.com:443']],
  program: [`credential_process = node FOLDER/program.cjs\n${REGION}`, [SQS, STS]],
};

const CONFIG = [
  ...Object.entries(PROFILES).map(([name, [text]]) => `[profile ${name}]\n${text}`),
  '[services mine]\nsqs =\n  endpoint_url = OTHER\nsts =\n  endpoint_url = OTHER\n',
  '[sso-session acme]\nsso_start_url = https://acme.example.com\nsso_region = eu-west-1\n',
  '[sso-session evil]\nsso_start_url = https://acme.example.com\nsso_region = 127.0.0.1:PORT/#\n',
].join('');

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
const ENDPOINTS = ['', '_SQS', '_STS', '_SSO', '_SSO_OIDC', '_SIGNIN'].map((of) => `AWS_ENDPOINT_URL${of}`);

/** Variables of the editor, none of which decides where a call goes. */
const ENVIRONMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nothing: {},
  'other endpoints': Object.fromEntries(ENDPOINTS.map((name) => [name, 'OTHER'])),
  'another profile and region': { AWS_PROFILE: 'diverted', AWS_REGION: 'us-west-1' },
  proxies: { NODE_USE_ENV_PROXY: '1', ...Object.fromEntries(PROXIES.map((name) => [name, 'OTHER'])) },
  'a metadata service': {
    AWS_DEFAULTS_MODE: 'auto',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: 'OTHER',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'OTHER/keys',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x',
  },
};

describe('The sockets that a connection opens', () => {
  const recorder = new SocketRecorder();
  let files: ReturnType<typeof writeAwsFiles>;
  let own: RecordingServer;
  let other: RecordingServer;
  let fill: (text: string) => string;
  const restores: (() => void)[] = [];

  before(async () => {
    own = await startRecordingServer();
    other = await startRecordingServer();
    files = writeAwsFiles('', '', { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 'secret' });
    const { folder } = files;
    fill = (text) =>
      text
        .replaceAll('OTHER', other.endpoint)
        .replaceAll('PORT', new URL(other.endpoint).port)
        .replaceAll('FOLDER', folder);
    writeFileSync(join(folder, 'config'), fill(CONFIG));
    writeFileSync(join(folder, 'token'), 'a token of the web');
    writeFileSync(
      join(folder, 'program.cjs'),
      `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIDPROGRAM', SecretAccessKey: 'secret' }));`,
    );
    const write = (path: string, content: object) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(content));
    };
    const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    for (const session of ['acme', 'evil']) {
      const path = join(folder, '.aws', 'sso', 'cache', `${hash('sha1', session)}.json`);
      write(path, { accessToken: 'x', expiresAt: tomorrow });
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    write(join(folder, '.aws', 'login', 'cache', `${hash('sha256', LOGIN_SESSION)}.json`), {
      accessToken: {
        accessKeyId: 'x',
        secretAccessKey: 'x',
        sessionToken: 'x',
        accountId: ACCOUNT,
        expiresAt: '2026-01-01T00:00:00Z',
      },
      clientId: 'x',
      refreshToken: 'x',
      signInRegion: 'eu-west-1',
      dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
    });
  });

  afterEach(() => {
    recorder.stop();
    for (const restore of restores.splice(0)) restore();
    assert.deepEqual(other.requests.splice(0), []);
  });

  after(() => files.remove());

  /** Connects as the editor does, and lists the queues. @returns what was reached */
  async function reach(
    definition: ConnectionDefinition,
  ): Promise<readonly [reached: readonly string[], problem: string]> {
    recorder.start();
    const place = findPlace(definition, await readProfiles(), process.env);
    if (typeof place === 'string') return [recorder.stop(), place];
    const gate = openTestGate(place.endpoint, { definition, place, environment: process.env });
    await gate.identify();
    const answer = await gate.call('ListQueues', {});
    gate.close();
    return [recorder.stop(), answer.ok ? '' : answer.failure.message];
  }

  for (const [variables, environment] of Object.entries(ENVIRONMENTS)) {
    for (const [profile, [, expected, problem = /cannot be reached/]] of Object.entries(PROFILES)) {
      it(`lead to hosts of AWS alone, with the profile ${profile} and ${variables} in the environment`, async function () {
        this.timeout(20_000);
        const filled = Object.entries(environment).map(([name, value]) => [name, fill(value)]);
        restores.push(changeEnvironment(Object.fromEntries(filled)));
        const [reached, message] = await reach({ ...COMMON, kind: 'profile', profile });
        assert.deepEqual(reached, expected, message);
        assert.match(message, problem);
      });
    }

    it(`lead to its endpoint alone, with ${variables} in the environment`, async () => {
      const filled = Object.entries(environment).map(([name, value]) => [name, fill(value)]);
      restores.push(changeEnvironment(Object.fromEntries(filled)));
      const { host } = new URL(own.endpoint);
      const reached = await reach({ ...COMMON, kind: 'endpoint', endpoint: own.endpoint });
      assert.deepEqual(reached, [[host], '']);
    });
  }

  const URLS = [
    `http://169.254.169.254/${ACCOUNT}/orders`,
    `http://169.254.169.254/latest/meta-data/`,
    `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders`,
    `https://sqs.us-east-1.amazonaws.com.evil.example/${ACCOUNT}/orders`,
    `https://ѕqs.us-east-1.amazonaws.com/${ACCOUNT}/orders`,
    `https://xn--80ak6aa92e.com/${ACCOUNT}/orders`,
    `https://me:secret@127.0.0.1:PORT/${ACCOUNT}/orders`,
    `https://sqs.us-east-1.amazonaws.com@127.0.0.1:PORT/${ACCOUNT}/orders`,
    `http://127.0.0.1:PORT/${ACCOUNT}/orders`,
    `http://2130706433:PORT/${ACCOUNT}/orders`,
    `http://[::ffff:127.0.0.1]:PORT/${ACCOUNT}/orders`,
    `http://127.0.0.1:PORT/${ACCOUNT}/../../orders`,
    `http://127.0.0.1:PORT/${ACCOUNT}/%2e%2e%2forders`,
    `//127.0.0.1:PORT/${ACCOUNT}/orders`,
    `http://127.0.0.1:PORT\\@x/${ACCOUNT}/orders`,
    `file:///${ACCOUNT}/orders`,
    `orders\r\nHost: 127.0.0.1:PORT`,
    '',
  ];

  for (const url of URLS) {
    it(`lead to its endpoint alone, with the queue URL ${JSON.stringify(url)}`, async () => {
      const filled = fill(url);
      recorder.start();
      const { connection } = createRemoteWorld(own.endpoint, { queues: [filled] });
      await connection.open();
      await connection.remote.addQueue(filled);
      connection.remote.watch(connection.queues.queues.map(({ arn }) => arn));
      connection.remote.setVisible(true);
      await connection.queues.count();
      for (const { arn } of connection.queues.queues) {
        await connection.can.attributes?.(arn);
        await connection.can.purge?.(arn);
      }
      await openTestGate(own.endpoint).call('SendMessage', { QueueUrl: filled, MessageBody: 'x' });
      assert.deepEqual(recorder.stop(), [new URL(own.endpoint).host]);
    });
  }
});
