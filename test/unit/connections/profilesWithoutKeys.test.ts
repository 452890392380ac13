import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { FailureKind } from '../../../broker/connections/client/failures.ts';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const PROFILE: ConnectionDefinition = {
  id: 'x',
  name: 'x',
  kind: 'profile',
  profile: 'p',
  queues: [],
  refreshSeconds: 60,
};

describe('A profile without keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-failures-'));
  const files = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
  let restore: () => void = () => undefined;

  before(() => {
    restore = changeEnvironment({
      HOME: folder,
      AWS_CONFIG_FILE: files.configFilepath,
      AWS_SHARED_CREDENTIALS_FILE: files.filepath,
    });
    writeFileSync(files.filepath, '');
  });

  after(() => {
    restore();
    rmSync(folder, { recursive: true, force: true });
  });

  const SSO = 'sso_account_id = 111122223333\nsso_role_name = Developer\n';
  const PROFILES: readonly (readonly [string, string, FailureKind, RegExp])[] = [
    [
      'that never signed in',
      `sso_session = acme\n${SSO}\n[sso-session acme]\nsso_start_url = https://a.example.com\nsso_region = eu-west-1\n`,
      'signedOut',
      /Run “aws sso login --profile p”/,
    ],
    [
      'of the older form that never signed in',
      `sso_start_url = https://a.example.com\nsso_region = eu-west-1\n${SSO}`,
      'signedOut',
      /Run “aws sso login --profile p”/,
    ],
    [
      'that never logged in to the console',
      'login_session = arn:aws:iam::111122223333:user/me\nregion = eu-west-1\n',
      'signedOut',
      /Run “aws login --profile p”/,
    ],
    ['that is empty', 'region = eu-west-1\n', 'keys', /gives no keys/],
    [
      'whose program fails, without its command line and its output',
      `credential_process = sh -c "echo s3cret sso login >&2; exit 1" --token s3cret\n`,
      'keys',
      /^The program of the AWS profile “p” \(credential_process\) failed\. Run it in a terminal to see why\.$/,
    ],
    [
      'of a source that does not exist',
      'role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = gone\n',
      'keys',
      /gives no keys|profile/,
    ],
    [
      'of itself',
      'role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = q\n[profile q]\nrole_arn = arn:aws:iam::111122223333:role/y\nsource_profile = p\n',
      'keys',
      /gives no keys/,
    ],
  ];

  for (const [what, text, kind, message] of PROFILES) {
    it(`${what} says what to do`, async function () {
      this.timeout(10_000);
      writeFileSync(files.configFilepath, `[profile p]\n${text}`);
      const server = await startRecordingServer();
      const gate = openTestGate(server.endpoint, {
        definition: PROFILE,
        place: { ...placeOf(server.endpoint), profile: 'p' },
      });
      const answer = await gate.call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, message);
      assert.equal(answer.failure.kind, kind);
      assert.equal(server.requests.length, 0);
    });
  }
});
