import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Reply } from '../../support/upstream/recordingServer.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/me`;

const replyXml =
  (status: number, xml: string): Reply =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'text/xml' }).end(xml);
  };

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>${ARN}</Arn><UserId>AROA:me</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const error = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

describe('Whose the keys of a connection are', () => {
  async function ask(reply: Reply) {
    const sts = await startRecordingServer(reply);
    const sqs = await startRecordingServer();
    const gate = openTestGate(sqs.endpoint, {
      place: { ...placeOf(sqs.endpoint), region: 'eu-central-1', identityEndpoint: sts.endpoint },
      readKeys: () => Promise.resolve({ accessKeyId: 'AKIDME', secretAccessKey: 'secret' }),
    });
    const answer = await gate.identify();
    assert.equal(sqs.requests.length, 0);
    return { answer, requests: sts.requests };
  }

  it('is what AWS says to a signed call, before any call of Amazon SQS', async () => {
    const { answer, requests } = await ask(replyXml(200, IDENTITY));
    assert.deepEqual(answer, { ok: true, value: { account: ACCOUNT, arn: ARN } });
    assert.equal(requests.length, 1);
    assert.equal(requests[0]?.body, 'Action=GetCallerIdentity&Version=2011-06-15');
    assert.match(
      requests[0]?.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIDME\/\d{8}\/eu-central-1\/sts\/aws4_request/,
    );
  });

  const FAILURES = [
    [replyXml(403, error('InvalidClientTokenId', 'The security token is invalid.')), 'keys'],
    [replyXml(403, error('ExpiredToken', 'The token has expired.')), 'keys'],
    [replyXml(403, error('SignatureDoesNotMatch', 'Signature expired: x is now earlier than y')), 'clock'],
    [replyXml(503, ''), 'busy'],
    [replyXml(200, '<html>'), 'address'],
    [replyXml(200, `<Account>${'1'.repeat(5_000)}</Account>`), 'address'],
    [replyXml(200, 'x'.repeat(70_000)), 'address'],
  ] as const;

  for (const [index, [reply, kind]] of FAILURES.entries()) {
    it(`is not known after a failure, which is said (${index + 1}: ${kind})`, async () => {
      const { answer } = await ask(reply);
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, kind, answer.failure.message);
    });
  }

  it('is not known if nothing listens there: the failure names that address, and not the endpoint', async function () {
    this.timeout(10_000);
    const sqs = await startRecordingServer();
    const gate = openTestGate(sqs.endpoint, {
      place: { ...placeOf(sqs.endpoint), identityEndpoint: 'http://127.0.0.1:1' },
    });
    const answer = await gate.identify();
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, 'network');
    assert.match(answer.failure.message, /^Nothing listens at http:\/\/127\.0\.0\.1:1\./);
    assert.ok((await gate.call('ListQueues', {})).ok);
  });

  for (const [what, reply] of [
    ['a web page', replyXml(302, '')],
    ['what is no response of it', replyXml(200, '<html>')],
    ['too much', replyXml(200, 'x'.repeat(70_000))],
  ] as const) {
    it(`is not known after ${what}: the failure names the address that sent it`, async () => {
      const sts = await startRecordingServer(reply);
      const gate = openTestGate('http://127.0.0.1:1', {
        place: { ...placeOf('http://127.0.0.1:1'), identityEndpoint: sts.endpoint },
      });
      const answer = await gate.identify();
      assert.ok(!answer.ok);
      assert.ok(answer.failure.message.startsWith(sts.endpoint), answer.failure.message);
    });
  }

  it('is not asked of an endpoint that is not AWS', async () => {
    const server = await startRecordingServer();
    assert.deepEqual(await openTestGate(server.endpoint).identify(), { ok: true, value: undefined });
    assert.equal(server.requests.length, 0);
  });
});
