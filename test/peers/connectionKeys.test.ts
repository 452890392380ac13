import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RedirectedHandler } from '../support/upstream/awsPortal.ts';
import { writeAwsFiles } from '../support/upstream/awsFiles.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';
import { createRemoteWorld } from '../support/upstream/remoteWorld.ts';

const DEVICE = 'arn:aws:iam::123456789012:mfa/me';
const ROLE =
  'role_arn = arn:aws:iam::444455556666:role/Reader\nrole_session_name = me\nregion = eu-central-1\n';
const CONFIG = [
  '[profile keys]\nregion = eu-central-1\n',
  `[profile role]\nsource_profile = keys\n${ROLE}`,
  `[profile mfa]\nsource_profile = keys\nmfa_serial = ${DEVICE}\n${ROLE}`,
  `[profile chain]\nsource_profile = role\nrole_arn = arn:aws:iam::777788889999:role/Deeper\nrole_session_name = me\n`,
].join('');
const CREDENTIALS = '[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n';

/** What moto says of the keys of each profile, how many roles were assumed, and what was asked for a code. */
const PROFILES: readonly (readonly [string, string, string, number, readonly string[]])[] = [
  ['keys', '123456789012', 'arn:aws:sts::123456789012:user/moto', 0, []],
  ['role', '444455556666', 'arn:aws:sts::444455556666:assumed-role/Reader/me', 1, []],
  ['mfa', '444455556666', 'arn:aws:sts::444455556666:assumed-role/Reader/me', 1, [DEVICE]],
  ['chain', '777788889999', 'arn:aws:sts::777788889999:assumed-role/Deeper/me', 2, []],
];

describe('A connection with the keys of a profile, and moto as AWS', () => {
  const start = findStart('moto');
  if ('missing' in start) {
    it.skip(start.missing);
    return;
  }
  let aws: OtherEndpoint | undefined;
  let files: ReturnType<typeof writeAwsFiles>;

  before(async () => {
    files = writeAwsFiles(CONFIG, CREDENTIALS);
    aws = await startOtherEndpoint(start.argv);
  });

  after(async () => {
    files.remove();
    await aws?.close();
  });

  for (const [profile, account, arn, roles, asks] of PROFILES) {
    it(`shows whose the keys of ${profile} are, and sees the queues of that account`, async () => {
      const endpoint = aws?.endpoint ?? '';
      const handler = new RedirectedHandler(endpoint);
      const asked: string[] = [];
      const { connection } = createRemoteWorld(
        endpoint,
        { kind: 'profile', profile },
        { region: 'eu-central-1', profile, identityEndpoint: endpoint },
        {
          signInHandler: handler,
          askMfaCode: (device) => Promise.resolve(`${asked.push(device)}23456`),
        },
      );
      await connection.open();
      assert.equal(connection.remote.problem, undefined);
      assert.equal(connection.remote.description, `${account} · eu-central-1 · open`);
      assert.ok(connection.remote.details.includes(arn), connection.remote.details.join());
      assert.deepEqual(handler.origins, Array(roles).fill('https://sts.eu-central-1.amazonaws.com'));
      assert.deepEqual(asked, asks);
      assert.deepEqual(connection.queues.queues, []);
    });
  }
});
