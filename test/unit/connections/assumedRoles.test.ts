import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { FailureKind } from '../../../broker/connections/client/failures.ts';
import { MfaCancelledError } from '../../../broker/connections/client/credentials.ts';
import { RedirectedHandler } from '../../support/upstream/awsPortal.ts';
import { writeAwsFiles } from '../../support/upstream/awsFiles.ts';
import {
  type RecordingServer,
  type Reply,
  startRecordingServer,
} from '../../support/upstream/recordingServer.ts';
import { defineEndpoint, openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const DEVICE = 'arn:aws:iam::111122223333:mfa/me';
const ROLE =
  'role_arn = arn:aws:iam::444455556666:role/Admin\nsource_profile = keys\nregion = eu-central-1\n';
const CONFIG = `[profile role]\n${ROLE}[profile mfa]\n${ROLE}mfa_serial = ${DEVICE}\n`;
const CREDENTIALS = '[keys]\naws_access_key_id = AKIDSOURCE\naws_secret_access_key = secret\n';

const replyXml =
  (status: number, body: string): Reply =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'text/xml' }).end(body);
  };

const replyFailure = (status: number, code: string, message: string): Reply =>
  replyXml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );

const replyRole: Reply = replyXml(
  200,
  `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
);

/** What STS replies, what the user reads, and how often it was called. */
const FAILURES: readonly (readonly [string, Reply, FailureKind, RegExp, number])[] = [
  [
    'a role that the user may not assume',
    replyFailure(403, 'AccessDenied', 'User me is not authorized to perform: sts:AssumeRole'),
    'keys',
    /^The AWS profile “mfa” gives no keys: User me is not authorized to perform: sts:AssumeRole$/,
    1,
  ],
  [
    'a wrong code',
    replyFailure(
      403,
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    ),
    'keys',
    /^The AWS profile “mfa” gives no keys: MultiFactorAuthentication failed/,
    1,
  ],
  [
    'a source key that is unknown',
    replyFailure(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
    'keys',
    /does not know the access key/,
    1,
  ],
  [
    'a wrong clock',
    replyFailure(403, 'SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2'),
    'clock',
    /the clock of this machine is wrong/,
    1,
  ],
  ['throttling without end', replyFailure(400, 'Throttling', 'Rate exceeded'), 'busy', /too many calls/, 3],
  [
    '500 without end',
    replyXml(500, ''),
    'busy',
    /^https:\/\/sts\.eu-central-1\.amazonaws\.com, which gives “x” its keys, failed with status 500/,
    3,
  ],
  [
    'a page of a captive portal',
    (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'),
    'network',
    /^https:\/\/sts\.eu-central-1\.amazonaws\.com responded with a web page/,
    1,
  ],
];

describe('A profile that assumes a role', () => {
  let files: ReturnType<typeof writeAwsFiles>;
  let reply: Reply = replyRole;
  let service: RecordingServer;
  let queues: RecordingServer;

  before(async () => {
    files = writeAwsFiles(CONFIG, CREDENTIALS);
    service = await startRecordingServer((response, request) => reply(response, request));
    queues = await startRecordingServer();
  });

  beforeEach(() => {
    reply = replyRole;
    service.requests.splice(0);
    queues.requests.splice(0);
  });

  after(() => files.remove());

  /** @param enter what the user types for a code; undefined: they cancel */
  function open(profile: string, enter: () => string | undefined = () => '123456') {
    const asked: string[] = [];
    const definition = {
      ...defineEndpoint(queues.endpoint),
      kind: 'profile',
      profile,
    } as ConnectionDefinition;
    const handler = new RedirectedHandler(service.endpoint);
    const gate = openTestGate(queues.endpoint, {
      definition,
      place: { ...placeOf(queues.endpoint), region: 'eu-central-1', profile },
      signInHandler: handler,
      askMfaCode: (device) => {
        asked.push(device);
        const code = enter();
        return code === undefined ? Promise.reject(new MfaCancelledError()) : Promise.resolve(code);
      },
    });
    return { gate, asked, handler };
  }

  it('calls with the keys of the role, which it assumes in the region of the connection', async () => {
    const { gate, handler, asked } = open('role');
    assert.ok((await gate.call('ListQueues', {})).ok);
    const [request] = queues.requests;
    assert.match(String(request?.headers.authorization), /Credential=AKIDROLE\//);
    assert.equal(request?.headers['x-amz-security-token'], 't');
    assert.deepEqual([handler.origins, asked], [['https://sts.eu-central-1.amazonaws.com'], []]);
  });

  it('asks once for a code, however many calls are made, and sends it with its device', async () => {
    const { gate, asked } = open('mfa');
    const answers = await Promise.all([1, 2, 3].map(() => gate.call('ListQueues', {})));
    assert.ok(answers.every(({ ok }) => ok));
    await gate.call('ListQueues', {});
    assert.deepEqual(asked, [DEVICE]);
    const [{ body } = { body: '' }, ...others] = service.requests;
    const sent = new URLSearchParams(body);
    assert.deepEqual([sent.get('SerialNumber'), sent.get('TokenCode'), others], [DEVICE, '123456', []]);
  });

  it('calls nothing if the user enters no code, and asks again for the next call', async () => {
    let code: string | undefined;
    const { gate, asked } = open('mfa', () => code);
    const declined = await gate.call('ListQueues', {});
    assert.ok(!declined.ok);
    assert.equal(declined.failure.kind, 'declined');
    assert.deepEqual([service.requests, queues.requests], [[], []]);
    code = '654321';
    assert.ok((await gate.call('ListQueues', {})).ok);
    assert.equal(asked.length, 2);
  });

  for (const [what, failing, kind, message, calls] of FAILURES) {
    it(`says in one line what to do after ${what}, and asks for no second code`, async function () {
      this.timeout(10_000);
      reply = failing;
      const { gate, asked } = open('mfa');
      const answer = await gate.call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, message);
      assert.equal(answer.failure.kind, kind);
      assert.deepEqual([service.requests.length, asked.length, queues.requests.length], [calls, 1, 0]);
    });
  }
});
