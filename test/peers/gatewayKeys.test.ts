import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import { GatewayProcess, LAUNCH_KEYS, makeOrder } from '../support/gateway/gatewayProcess.ts';
import { startPortal } from '../support/upstream/awsPortal.ts';
import { type AwsProxy, startAwsProxy } from '../support/upstream/awsProxy.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';

const SQS = 'sqs.eu-central-1.amazonaws.com';
const STS = 'sts.eu-central-1.amazonaws.com';
const PORTAL = 'portal.sso.eu-central-1.amazonaws.com';

const SECRETS = {
  profile: 'secret-of-a-profile',
  program: 'secret-of-a-program',
  environment: 'secret-of-the-environment',
  entered: 'secret-that-was-entered',
  session: 'token-of-a-session',
  sso: 'token-of-a-company',
};
const REGION = 'region = eu-central-1\n';
const CREDENTIALS = `[keys]\naws_access_key_id = AKIAPROFILEEXAMPLE\naws_secret_access_key = ${SECRETS.profile}\n`;

/** @param folder where the program of `credential_process` is */
function writeConfig(folder: string): string {
  return [
    `[profile keys]\n${REGION}`,
    `[profile role]\nsource_profile = keys\nrole_arn = arn:aws:iam::444455556666:role/Reader\nrole_session_name = me\n${REGION}`,
    `[profile program]\ncredential_process = "${process.execPath}" "${join(folder, 'program.cjs')}"\n${REGION}`,
    `[profile sso]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Developer\n${REGION}`,
    `[sso-session acme]\nsso_start_url = https://acme.example.com/start\nsso_region = eu-central-1\n`,
  ].join('');
}

const PROGRAM = `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROGRAMEXAMPLE', SecretAccessKey: '${SECRETS.program}' }));`;

/** Where the keys of a connection are, the hosts that are called for them, whose keys sign, and whose queues they see. */
const ROWS: readonly {
  readonly title: string;
  readonly order: { readonly kind: string; readonly profile?: string } & Readonly<Record<string, unknown>>;
  readonly hosts?: readonly string[];
  /** Undefined: keys of a role that moto makes. */
  readonly accessKeyId?: string;
  readonly account?: string;
}[] = [
  { title: 'of a profile', order: { kind: 'profile', profile: 'keys' }, accessKeyId: 'AKIAPROFILEEXAMPLE' },
  {
    title: 'of a role with a source profile',
    order: { kind: 'profile', profile: 'role' },
    hosts: [STS],
    account: '444455556666',
  },
  {
    title: 'of a program (credential_process)',
    order: { kind: 'profile', profile: 'program' },
    accessKeyId: 'AKIAPROGRAMEXAMPLE',
  },
  {
    title: 'of a company (SSO)',
    order: { kind: 'profile', profile: 'sso' },
    hosts: [PORTAL],
    accessKeyId: `AKID-${SECRETS.sso}`,
  },
  {
    title: 'of the environment of the editor',
    order: {
      kind: 'environment',
      environment: {
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: SECRETS.environment,
        AWS_SESSION_TOKEN: SECRETS.session,
      },
    },
    accessKeyId: 'AKIAENVIRONMENT',
  },
  {
    title: 'that a user entered',
    order: { kind: 'endpoint', keys: { accessKeyId: 'AKIAENTERED', secretAccessKey: SECRETS.entered } },
    accessKeyId: 'AKIAENTERED',
  },
];

describe('A gateway in a process, behind a proxy, with moto as AWS', () => {
  const start = findStart('moto');
  if ('missing' in start) {
    it.skip(start.missing);
    return;
  }
  let folder: string;
  let files: string;
  let aws: OtherEndpoint;
  let proxy: AwsProxy;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-keys-'));
    // Not the usual place: only their variables name them.
    files = join(folder, 'aws');
    const cache = join(folder, '.aws', 'sso', 'cache');
    for (const each of [files, cache]) mkdirSync(each, { recursive: true });
    writeFileSync(join(files, 'config'), writeConfig(files));
    writeFileSync(join(files, 'credentials'), CREDENTIALS);
    writeFileSync(join(files, 'program.cjs'), PROGRAM);
    const token = { accessToken: SECRETS.sso, expiresAt: new Date(Date.now() + 28_800_000).toISOString() };
    writeFileSync(
      join(cache, `${createHash('sha1').update('acme').digest('hex')}.json`),
      JSON.stringify(token),
    );
    aws = await startOtherEndpoint(start.argv);
    const portal = await startPortal();
    proxy = await startAwsProxy(files, {
      [SQS]: aws.endpoint,
      [STS]: aws.endpoint,
      [PORTAL]: portal.endpoint,
    });
  });

  after(async () => {
    proxy.close();
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [index, { title, order, hosts = [], accessKeyId, account = '123456789012' }] of ROWS.entries()) {
    it(`signs with the keys ${title}, and has them nowhere else`, async () => {
      const { kind, profile, environment = {}, ...more } = order;
      const own = mkdtempSync(join(folder, 'own-'));
      const gateway = new GatewayProcess(
        makeOrder(`https://${SQS}`, {
          connection: { id: 'x', name: 'x', kind },
          place: {
            endpoint: `https://${SQS}`,
            region: 'eu-central-1',
            partition: 'aws',
            profile,
            identityEndpoint: `https://${STS}`,
          },
          // As the editor passes them on.
          environment: {
            ...(environment as object),
            AWS_CONFIG_FILE: join(files, 'config'),
            AWS_SHARED_CREDENTIALS_FILE: join(files, 'credentials'),
          },
          tlsPort: 0,
          tlsFolder: join(own, 'tls'),
          ...more,
        }),
        { HOME: folder, TMPDIR: own, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: proxy.authorityPath },
        own,
      );
      const { info, control } = await gateway.launch();
      const before = proxy.calls.length;
      const client = new SQSClient({
        endpoint: info.endpoint,
        region: 'eu-central-1',
        credentials: LAUNCH_KEYS,
        maxAttempts: 1,
      });
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `orders-${index}` }));
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      client.destroy();
      assert.equal(Attributes?.['QueueArn'], `arn:aws:sqs:eu-central-1:${account}:orders-${index}`);
      const calls = proxy.calls.slice(before);
      assert.deepEqual(
        calls.map(({ host }) => host),
        [...hosts, SQS, SQS],
      );
      for (const call of calls.filter(({ host }) => host === SQS)) {
        if (accessKeyId !== undefined) assert.equal(call.accessKeyId, accessKeyId);
        assert.notEqual(call.accessKeyId, LAUNCH_KEYS.accessKeyId);
      }
      assert.deepEqual(findSecrets(gateway.child.pid), []);
      await control.close();
      const log = await gateway.end();
      assert.match(log, /ending: SIGTERM/);
      assert.deepEqual(
        Object.values(SECRETS).filter((secret) => log.includes(secret)),
        [],
      );
      assert.deepEqual(listSecretFiles(own), []);
    });
  }

  /** What other programs see of a process. */
  function findSecrets(pid: number | undefined): readonly string[] {
    if (process.platform !== 'linux') return [];
    return ['cmdline', 'environ'].flatMap((file) => {
      const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
      assert.ok(text.includes(file === 'cmdline' ? 'gateway.js' : 'NODE_EXTRA_CA_CERTS'));
      return Object.values(SECRETS).filter((secret) => text.includes(secret));
    });
  }

  function listSecretFiles(ofGateway: string): readonly string[] {
    const written = readdirSync(ofGateway, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    // Its certificates at least.
    assert.ok(written.length > 0);
    return written
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => {
        const text = readFileSync(path, 'utf8');
        return Object.values(SECRETS).some((secret) => text.includes(secret));
      });
  }
});
