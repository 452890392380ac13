import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import type { FailureKind } from '../../../broker/connections/client/failures.ts';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { type PortalState, RedirectedHandler, startPortal } from '../../support/upstream/awsPortal.ts';
import { writeAwsFiles } from '../../support/upstream/awsFiles.ts';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';

const HOUR_MS = 3_600_000;
const SSO = 'sso_account_id = 111122223333\nsso_role_name = Developer\nregion = eu-central-1\n';
const CLIENT = { clientId: 'id', clientSecret: 'secret', refreshToken: 'refresh' };

interface Token {
  readonly accessToken: string;
  readonly expiresAt: string;
}

function expiring(hours: number, more: object = {}): Token {
  return { accessToken: 'known', expiresAt: new Date(Date.now() + hours * HOUR_MS).toISOString(), ...more };
}

describe('A connection with the SSO of a company', () => {
  let files: ReturnType<typeof writeAwsFiles>;
  let folder: string;
  let restorePath: () => void = () => undefined;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let queues: RecordingServer;
  /** The SDK remembers for how long it did not renew a token of a session. */
  let sessions = 0;

  before(async () => {
    portal = await startPortal();
    queues = await startRecordingServer();
    const nowhere = 'http://127.0.0.1:1';
    files = writeAwsFiles('', '', { AWS_ENDPOINT_URL: nowhere, AWS_ENDPOINT_URL_SSO: nowhere });
    ({ folder } = files);
    const path = [join(folder, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
    restorePath = changeEnvironment({ PATH: path });
  });

  beforeEach(() => {
    queues.requests.splice(0);
    portal.calls.splice(0);
    portal.set('knows');
  });

  after(() => {
    restorePath();
    files.remove();
  });

  /** A profile with this token in the cache of the AWS CLI, and a connection that uses it. */
  function signedIn(token: Token | undefined, isLegacy = false) {
    const session = `acme-${(sessions += 1)}`;
    const startUrl = `https://${session}.example.com/start`;
    const key = isLegacy ? startUrl : session;
    const cache = join(folder, '.aws', 'sso', 'cache');
    const file = join(cache, `${createHash('sha1').update(key).digest('hex')}.json`);
    writeFileSync(
      join(folder, 'config'),
      isLegacy
        ? `[profile p]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\n${SSO}`
        : `[profile p]\nsso_session = ${session}\n${SSO}\n[sso-session ${session}]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\n`,
    );
    mkdirSync(cache, { recursive: true });
    if (token !== undefined) writeFileSync(file, JSON.stringify(token));
    const handler = new RedirectedHandler(portal.endpoint);
    const definition: Partial<ConnectionDefinition> = { kind: 'profile', profile: 'p' };
    const placed = { region: 'eu-central-1', profile: 'p' };
    const world = createRemoteWorld(queues.endpoint, definition, placed, { signInHandler: handler });
    return { ...world, handler, file };
  }

  /** The keys and the session token that the queues were called with. */
  const readKeys = () =>
    queues.requests.map(({ headers }) => [
      /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1],
      headers['x-amz-security-token'],
    ]);

  const GOOD: readonly (readonly [string, Token, string, readonly string[], boolean?])[] = [
    ['a token that is valid', expiring(8), 'known', ['portal.sso']],
    ['a token of the older form', expiring(8), 'known', ['portal.sso'], true],
    ['a token that can be renewed', expiring(-1, CLIENT), 'renewed', ['oidc', 'portal.sso']],
  ];

  for (const [what, token, used, services, isLegacy] of GOOD) {
    it(`gets the keys of the role with ${what}, from hosts of AWS in the region of the portal`, async () => {
      portal.set('knows', true);
      const { connection, handler, helped, file } = signedIn(token, isLegacy);
      await connection.open();
      assert.deepEqual([connection.remote.problem, helped], [undefined, []]);
      assert.deepEqual(readKeys(), [[`AKID-${used}`, '111122223333-Developer']]);
      const hosts = services.map((service) => `https://${service}.eu-west-1.amazonaws.com`);
      assert.deepEqual(handler.origins, hosts);
      assert.equal((JSON.parse(readFileSync(file, 'utf8')) as Token).accessToken, used);
    });
  }

  const BAD: readonly (readonly [string, Token | undefined, PortalState, FailureKind, RegExp, number])[] = [
    ['there is no token', undefined, 'knows', 'signedOut', /Run “aws sso login --profile p”/, 0],
    ['the token has expired', expiring(-1), 'knows', 'signedOut', /Run “aws sso login --profile p”/, 0],
    [
      'the portal does not renew the token',
      expiring(-1, CLIENT),
      'knows',
      'signedOut',
      /Run “aws sso login --profile p”/,
      1,
    ],
    ['the portal has revoked the token', expiring(8), 'revoked', 'signedOut', /Run “aws sso login/, 1],
    ['the user does not have the role', expiring(8), 'noRole', 'keys', /“p” gives no keys: .*No access/, 1],
    [
      'the portal is down',
      expiring(8),
      'down',
      'busy',
      /^https:\/\/portal\.sso\.eu-west-1\.amazonaws\.com, which gives “x” its keys, failed with status 500/,
      3,
    ],
    [
      'a web page responds instead of the portal',
      expiring(8),
      'page',
      'network',
      /^https:\/\/portal\.sso\.eu-west-1\.amazonaws\.com responded with a web page\./,
      1,
    ],
    [
      'nothing responds at the portal',
      expiring(8),
      'cut',
      'network',
      /^https:\/\/portal\.sso\.eu-west-1\.amazonaws\.com closed the connection/,
      3,
    ],
  ];

  for (const [what, token, state, kind, message, calls] of BAD) {
    it(`says what to do and calls no queues if ${what}`, async function () {
      this.timeout(10_000);
      portal.set(state);
      const { connection, helped } = signedIn(token);
      await connection.open();
      assert.deepEqual([connection.isOpen, queues.requests.length], [false, 0]);
      assert.match(connection.remote.problem ?? '', message);
      assert.deepEqual(
        helped.map((failure) => failure.kind),
        [kind],
      );
      assert.equal(portal.calls.length, calls);
    });
  }

  const itWithPrograms = process.platform === 'win32' ? it.skip : it;

  /** The AWS CLI, as far as it signs in: it writes a token, or ends with 255 if the user closes the browser. */
  function installAws(token: Token | undefined, file: string): string {
    const program = join(folder, 'bin', 'aws');
    const ran = join(folder, 'ran');
    rmSync(ran, { force: true });
    mkdirSync(dirname(program), { recursive: true });
    const write = `require('node:fs').writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(token))});`;
    writeFileSync(
      program,
      `#!/usr/bin/env node\nrequire('node:fs').writeFileSync(${JSON.stringify(ran)}, process.argv.slice(2).join(' '));\n${
        token === undefined ? 'process.exitCode = 255;' : write
      }\n`,
    );
    chmodSync(program, 0o755);
    return ran;
  }

  /** Runs tasks as the editor does: as programs of the PATH. @returns what puts back the one that runs none */
  async function runTasks() {
    const { code, window } = await createConnectionWorld();
    const tasks = code.tasks as unknown as {
      executeTask: (task: { execution: { process: string; args: string[] } }) => Promise<unknown>;
      exitCode: number;
    };
    const { executeTask, exitCode } = tasks;
    tasks.executeTask = async (task) => {
      const { process: command, args } = task.execution;
      const child = spawn(command, args, { stdio: 'ignore' });
      tasks.exitCode = await new Promise<number>((resolve) => {
        child.on('close', (status) => resolve(status ?? 1));
      });
      return executeTask(task);
    };
    return {
      code,
      window,
      restoreTasks: () => Object.assign(tasks, { executeTask, exitCode }),
    };
  }

  for (const [what, press, token, opens] of [
    ['connects after the user signed in', 'Sign In', expiring(8), true],
    ['stays as it is if the user closes the browser', 'Sign In', undefined, false],
    ['runs nothing if the user does not want to sign in', '', expiring(8), false],
  ] as const) {
    itWithPrograms(`whose sign-in has expired ${what}`, async () => {
      const { code, window, restoreTasks } = await runTasks();
      try {
        window.press = press;
        const { connection, helped, file } = signedIn(expiring(-1));
        const ran = installAws(token, file);
        await connection.open();
        const [failure] = helped;
        assert.ok(failure);
        await code.offerHelp(failure, connection);
        assert.match(window.said[0] ?? '', /Your sign-in with the AWS profile “p” has expired/);
        assert.equal(existsSync(ran), press !== '');
        if (press !== '') assert.equal(readFileSync(ran, 'utf8'), 'sso login --profile p');
        assert.equal(connection.isOpen, opens);
        assert.deepEqual(readKeys(), opens ? [['AKID-known', '111122223333-Developer']] : []);
      } finally {
        restoreTasks();
      }
    });
  }
});
