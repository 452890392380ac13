import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { ActionName } from '../../../broker/api/actions.ts';
import {
  type AccessTarget,
  type AuthMode,
  type Authority,
  type Authorization,
  createAuthority,
  type TargetQueue,
} from '../../../broker/auth/authorize.ts';
import { canonicalRequest } from '../../../broker/auth/canonicalRequest.ts';
import { sha256 } from '../../../broker/calls/digests.ts';
import { parseCredentials } from '../../../broker/auth/credentials.ts';
import { PolicyCache } from '../../../broker/auth/policyCache.ts';
import { groupHeaders, type HttpRequest } from '../../../broker/auth/request.ts';
import { deriveSigningKey } from '../../../broker/auth/signingKey.ts';
import { ACCOUNT, QUEUE_ARN } from '../../support/policyHarness.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const DATE = '20260115T120000Z';
const SECRET = 'secret';
const EVERYBODY = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE_ARN },
});

function authority(mode: AuthMode, demandsTls = false, policies: readonly object[] = []): Authority {
  const parsed = parseCredentials(
    JSON.stringify({
      users: [{ name: 'alice', accessKeyId: 'AKIDALICE', secretAccessKey: SECRET, policies }],
    }),
    ACCOUNT,
  );
  assert.ok(parsed.ok);
  return createAuthority({
    mode,
    credentials: parsed.credentials,
    demandsTls,
    now: () => NOW,
    signingNow: () => NOW,
  });
}

function unsigned(isSecure = false): HttpRequest {
  return {
    method: 'POST',
    path: '/',
    rawQuery: '',
    rawHeaders: ['Host', 'localhost:9324', 'X-Amz-Date', DATE],
    body: Buffer.from('{}'),
    isSecure,
    remoteAddress: '127.0.0.1',
  };
}

function signed(isSecure = false, secret = SECRET, accessKeyId = 'AKIDALICE'): HttpRequest {
  const request = unsigned(isSecure);
  const scope = { date: DATE.slice(0, 8), region: 'us-east-1', service: 'sqs', terminator: 'aws4_request' };
  const names = ['host', 'x-amz-date'];
  const canonical = canonicalRequest(
    request,
    [],
    groupHeaders(request.rawHeaders),
    names,
    sha256(request.body),
  );
  const text = `AWS4-HMAC-SHA256\n${DATE}\n20260115/us-east-1/sqs/aws4_request\n${sha256(canonical)}`;
  const signature = createHmac('sha256', deriveSigningKey(secret, scope)).update(text).digest('hex');
  const value = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260115/us-east-1/sqs/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...request, rawHeaders: [...request.rawHeaders, 'Authorization', value] };
}

function target(queue: Partial<TargetQueue> = {}, action: ActionName = 'SendMessage'): AccessTarget {
  return {
    action,
    region: 'us-east-1',
    queue: { arn: QUEUE_ARN, account: ACCOUNT, policy: undefined, tags: {}, isEncrypted: false, ...queue },
  };
}

const ALLOW_ALL = { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } };

function authorize(given: Authority, request: HttpRequest, wanted: AccessTarget): Authorization {
  const who = given.authenticate(request);
  return who.ok
    ? given.permit(who.value, request, wanted)
    : { result: who, decision: undefined, explanation: [] };
}

describe('authorisation', () => {
  const rows: readonly [string, Authority, HttpRequest, AccessTarget, string][] = [
    [
      'lets everything in when it is off',
      authority('off'),
      unsigned(),
      target({ isEncrypted: true }),
      'unverified',
    ],
    [
      'does not read a signature when it is off',
      authority('off'),
      signed(false, 'wrong'),
      target(),
      'unverified',
    ],
    ['lets a signed call in', authority('signatures'), signed(), target(), 'user'],
    [
      'refuses an unsigned call',
      authority('signatures'),
      unsigned(),
      target({ policy: EVERYBODY }),
      'AccessDenied',
    ],
    [
      'refuses a bad signature',
      authority('signatures'),
      signed(false, 'wrong'),
      target(),
      'SignatureDoesNotMatch',
    ],
    [
      'lets a signed call to an encrypted queue in',
      authority('signatures'),
      signed(),
      target({ isEncrypted: true }),
      'user',
    ],
    [
      'refuses plain HTTP to an encrypted queue where TLS is served',
      authority('signatures', true),
      signed(),
      target({ isEncrypted: true }),
      'InvalidSecurity',
    ],
    [
      'lets TLS to an encrypted queue in',
      authority('signatures', true),
      signed(true),
      target({ isEncrypted: true }),
      'user',
    ],
    ['lets plain HTTP to a plain queue in', authority('signatures', true), signed(), target(), 'user'],
    ['refuses a user without policies', authority('policies'), signed(), target(), 'AccessDenied'],
    ['lets a user with a policy in', authority('policies', false, [ALLOW_ALL]), signed(), target(), 'user'],
    [
      'asks identity policies for actions without a queue',
      authority('policies', false, [ALLOW_ALL]),
      signed(),
      { action: 'ListQueues', region: 'us-east-1', queue: undefined },
      'user',
    ],
    [
      'lets an anonymous caller in whom the queue policy allows',
      authority('policies'),
      unsigned(),
      target({ policy: EVERYBODY }, 'SendMessageBatch'),
      'anonymous',
    ],
    [
      'still rejects an anonymous caller on an encrypted queue',
      authority('policies'),
      unsigned(true),
      target({ policy: EVERYBODY, isEncrypted: true }),
      'InvalidSecurity',
    ],
    [
      'refuses all when the queue policy cannot be read',
      authority('policies', false, [ALLOW_ALL]),
      signed(),
      target({ policy: '{"Statement": 1}' }),
      'AccessDenied',
    ],
  ];
  for (const [what, given, request, wanted, outcome] of rows) {
    it(what, () => {
      const { result } = authorize(given, request, wanted);
      assert.equal(result.ok ? result.value.kind : result.code, outcome);
    });
  }

  it('names the address to anonymous callers', () => {
    const { result } = authorize(authority('signatures'), unsigned(), target());
    assert.ok(!result.ok);
    assert.equal(result.message, 'Access to the resource http://localhost:9324/ is denied.');
  });

  it('hands the evaluation out with policies', () => {
    const { decision, explanation } = authorize(authority('policies'), signed(), target());
    assert.equal(decision?.reason, 'noAllow');
    assert.deepEqual(explanation, [`Denied: no statement allows sqs:sendmessage on ${QUEUE_ARN}.`]);
  });
});

describe('the cache of queue policies', () => {
  it('parses a changed policy again, and keeps no more than its limit', () => {
    const cache = new PolicyCache(2);
    const first = cache.parse('a', EVERYBODY);
    assert.equal(cache.parse('a', EVERYBODY), first);
    assert.ok(!cache.parse('a', '{').ok);
    cache.parse('b', EVERYBODY);
    cache.parse('c', EVERYBODY);
    assert.equal(cache.size, 2);
  });
});

describe('The key pairs of processes that the broker orders', () => {
  const pair = (number: number) => ({
    accessKeyId: `PROCESS${number}`,
    secretAccessKey: `secret ${number}`,
    user: 'alice',
  });
  const codeOf = (of: Authority, number: number) => {
    const { accessKeyId, secretAccessKey } = pair(number);
    const result = of.authenticate(signed(false, secretAccessKey, accessKeyId));
    return result.ok ? 'ok' : result.code;
  };

  it('sign as a user until they are revoked, however many pairs of debug sessions come after them', () => {
    const of = authority('signatures');
    for (let number = 1; number <= 1500; number++) assert.ok(of.admitProcess(pair(number)).ok);
    for (let number = 0; number < 1001; number++) {
      assert.ok(of.admitSession({ ...pair(number), accessKeyId: `DEBUG${number}` }).ok);
    }
    assert.deepEqual([codeOf(of, 1), codeOf(of, 2), codeOf(of, 1500)], ['ok', 'ok', 'ok']);
    of.revokeProcess('PROCESS1');
    assert.deepEqual([codeOf(of, 1), codeOf(of, 2)], ['InvalidClientTokenId', 'ok']);
  });

  it('are refused for users that do not exist, and for access key ids of users', () => {
    const of = authority('signatures');
    assert.equal(of.admitProcess({ ...pair(1), user: 'eve' }).ok, false);
    assert.equal(of.admitProcess({ ...pair(1), accessKeyId: 'AKIDALICE' }).ok, false);
    assert.equal(codeOf(of, 1), 'InvalidClientTokenId');
  });
});
