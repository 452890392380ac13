import assert from 'node:assert/strict';
import { canonicalRequest } from '../../../broker/auth/canonicalRequest.ts';
import { sha256 } from '../../../broker/calls/digests.ts';
import { groupHeaders, type HttpRequest } from '../../../broker/auth/request.ts';
import {
  type SignatureRules,
  type SigningCredential,
  verifySignature,
} from '../../../broker/auth/signature.ts';
import { deriveSigningKey, SigningKeyCache } from '../../../broker/auth/signingKey.ts';

/** The vector of the contract, which agrees with botocore. */
const NOW = Date.UTC(2026, 0, 15, 12);
const CREDENTIAL: SigningCredential = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const SIGNATURE = '674f277a71ec36a93d39da51f5e2eff9b7c4bbdd63541799d882dd019a311ec2';
const SIGNED_HEADERS = 'content-type;host;x-amz-date;x-amz-target';
const SCOPE = '20260115/us-east-1/sqs/aws4_request';
const HEADERS: Readonly<Record<string, string>> = {
  Host: 'localhost:4566',
  'Content-Type': 'application/x-amz-json-1.0',
  'X-Amz-Target': 'AmazonSQS.GetQueueUrl',
  'X-Amz-Date': '20260115T120000Z',
  Authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=${SIGNED_HEADERS}, Signature=${SIGNATURE}`,
};
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

interface Change extends Partial<Omit<HttpRequest, 'rawHeaders' | 'body'>> {
  /** An undefined header is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

function vector({ headers, body, ...rest }: Change = {}): HttpRequest {
  const merged = Object.entries({ ...HEADERS, ...headers });
  return {
    method: 'POST',
    path: '/',
    rawQuery: '',
    rawHeaders: merged.flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
    body: Buffer.from(body ?? '{"QueueName":"orders"}'),
    isSecure: false,
    remoteAddress: '127.0.0.1',
    ...rest,
  };
}

function rulesAt(
  now: number,
  credential: SigningCredential = CREDENTIAL,
  regions?: readonly string[],
): SignatureRules<SigningCredential> {
  return {
    findCredential: (id) => (id === credential.accessKeyId ? credential : undefined),
    service: 'sqs',
    regions: regions === undefined ? undefined : new Set(regions),
    now: () => now,
    keys: new SigningKeyCache(),
  };
}

function authorization(parts: { credential?: string; signedHeaders?: string; signature?: string }): string {
  const {
    credential = `AKIDEXAMPLE/${SCOPE}`,
    signedHeaders = SIGNED_HEADERS,
    signature = SIGNATURE,
  } = parts;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

describe('the signature of a request', () => {
  describe('of the contract vector, step by step', () => {
    const request = vector();
    const payloadHash = sha256(request.body);
    const scope = { date: '20260115', region: 'us-east-1', service: 'sqs', terminator: 'aws4_request' };

    it('hashes the body', () => {
      assert.equal(payloadHash, 'e98ab4c3af7fcc35b0e38f262ec815bde664ed005fd4e14ad7b597abef6cf739');
    });
    it('hashes the canonical request', () => {
      const canonical = canonicalRequest(
        request,
        [],
        groupHeaders(request.rawHeaders),
        SIGNED_HEADERS.split(';'),
        payloadHash,
      );
      assert.equal(sha256(canonical), '65a0e1224aba373860e8744c66cae046e33b392e1622acfff91b7ce09fc39759');
    });
    it('derives the signing key', () => {
      assert.equal(
        deriveSigningKey(CREDENTIAL.secretAccessKey, scope).toString('hex'),
        '4cd0b7cd0abe54a19860da2e8fcfb0987faa2ddcfbe014bc2f12f75fa3349311',
      );
    });
    it('verifies the signature', () => {
      const result = verifySignature(request, rulesAt(NOW));
      assert.ok(result.ok);
      assert.equal(result.value?.credential, CREDENTIAL);
      assert.equal(result.value?.claim.form, 'header');
    });
  });

  it('is invalid when nothing of the request is signed', () => {
    assert.deepEqual(verifySignature(vector({ headers: { Authorization: undefined } }), rulesAt(NOW)), {
      ok: true,
      value: undefined,
    });
  });

  const tampered: readonly [string, Change][] = [
    ['another body', { body: '{"QueueName":"other"}' }],
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/000000000000/orders' }],
    ['a query', { rawQuery: 'Action=DeleteQueue' }],
    ['another host', { headers: { Host: 'example.com' } }],
    ['another target', { headers: { 'X-Amz-Target': 'AmazonSQS.DeleteQueue' } }],
    ['another signature', { headers: { Authorization: authorization({ signature: 'ab'.repeat(32) }) } }],
    ['a signature that is no hex', { headers: { Authorization: authorization({ signature: 'zz' }) } }],
    ['a signed header that is absent', { headers: { 'Content-Type': undefined } }],
    ['the hash of another body', { headers: { 'X-Amz-Content-Sha256': sha256('x') } }],
  ];
  for (const [what, change] of tampered) {
    it(`does not hold for ${what}`, () => {
      const result = verifySignature(vector(change), rulesAt(NOW));
      assert.ok(!result.ok);
      assert.equal(result.code, 'SignatureDoesNotMatch');
    });
  }

  it('says what the service says when it does not match', () => {
    assert.deepEqual(verifySignature(vector({ body: '{}' }), rulesAt(NOW)), {
      ok: false,
      code: 'SignatureDoesNotMatch',
      message: MISMATCH,
    });
  });

  it('has to cover every header that changes what is asked', () => {
    const result = verifySignature(vector({ headers: { 'X-Amz-Query-Mode': 'true' } }), rulesAt(NOW));
    assert.ok(!result.ok);
    assert.equal(result.message, "The header 'x-amz-query-mode' must be a 'SignedHeader'.");
  });

  describe('within the skew of 15 minutes', () => {
    const cases: readonly [string, number, string | undefined][] = [
      ['now', 0, undefined],
      ['15 minutes late', 900_000, undefined],
      ['15 minutes early', -900_000, undefined],
      [
        'a second later',
        901_000,
        'Signature expired: 20260115T120000Z is now earlier than 20260115T120001Z (20260115T121501Z - 15 min.)',
      ],
      [
        'a second earlier',
        -901_000,
        'Signature not yet current: 20260115T120000Z is still later than 20260115T115959Z (20260115T114459Z + 15 min.)',
      ],
    ];
    for (const [what, offsetMs, message] of cases) {
      it(`${message === undefined ? 'is accepted' : 'is refused'} ${what}`, () => {
        const result = verifySignature(vector(), rulesAt(NOW + offsetMs));
        if (message === undefined) assert.ok(result.ok);
        else assert.deepEqual(result, { ok: false, code: 'SignatureDoesNotMatch', message });
      });
    }
  });

  describe('of credentials', () => {
    const unknown = {
      ok: false,
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    };
    it('that are not known is refused', () => {
      const headers = { Authorization: authorization({ credential: `AKIDOTHER/${SCOPE}` }) };
      assert.deepEqual(verifySignature(vector({ headers }), rulesAt(NOW)), unknown);
    });
    it('with a session token is refused without the token', () => {
      const result = verifySignature(vector(), rulesAt(NOW, { ...CREDENTIAL, sessionToken: 'token' }));
      assert.deepEqual(result, unknown);
    });
    it('without a session token is refused with one', () => {
      const result = verifySignature(vector({ headers: { 'X-Amz-Security-Token': 'token' } }), rulesAt(NOW));
      assert.deepEqual(result, unknown);
    });
    it('that have expired is refused', () => {
      const result = verifySignature(vector(), rulesAt(NOW, { ...CREDENTIAL, expiresAt: NOW - 1 }));
      assert.ok(!result.ok);
      assert.equal(result.code, 'ExpiredToken');
    });
  });

  describe('with a scope', () => {
    const cases: readonly [string, string, string][] = [
      ['of no region', '20260115/US EAST/sqs/aws4_request', 'Credential should be scoped to a valid region.'],
      [
        'of another region than the broker serves',
        '20260115/eu-west-1/sqs/aws4_request',
        'Credential should be scoped to a valid region.',
      ],
      [
        'of another service',
        '20260115/us-east-1/sns/aws4_request',
        "Credential should be scoped to correct service: 'sqs'.",
      ],
      [
        'of another terminator',
        '20260115/us-east-1/sqs/aws5_request',
        "Credential should be scoped with a valid terminator: 'aws4_request'.",
      ],
      [
        'of another day',
        '20260114/us-east-1/sqs/aws4_request',
        'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.',
      ],
    ];
    for (const [what, scope, message] of cases) {
      it(`${what} is refused`, () => {
        const headers = { Authorization: authorization({ credential: `AKIDEXAMPLE/${scope}` }) };
        const result = verifySignature(vector({ headers }), rulesAt(NOW, CREDENTIAL, ['us-east-1']));
        assert.deepEqual(result, { ok: false, code: 'SignatureDoesNotMatch', message });
      });
    }
  });

  describe('that is incomplete', () => {
    const presigned =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2Fb&X-Amz-Date=20260115T120000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=ab';
    const cases: readonly [string, Change, string][] = [
      [
        'without its fields',
        { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=a' } },
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
      ],
      [
        'without a date',
        { headers: { 'X-Amz-Date': undefined } },
        "Authorization header requires existence of a 'X-Amz-Date' header.",
      ],
      [
        'with a date of another form',
        { headers: { 'X-Amz-Date': '20260115-is-no-date' } },
        "Date must be in ISO-8601 'basic format'. Got '20260115-is-no-date'.",
      ],
      [
        'with a day that is not in the calendar',
        {
          headers: {
            'X-Amz-Date': '20260230T120000Z',
            Authorization: authorization({ credential: 'AKIDEXAMPLE/20260230/us-east-1/sqs/aws4_request' }),
          },
        },
        "Date must be in ISO-8601 'basic format'. Got '20260230T120000Z'.",
      ],
      [
        'of another scheme',
        { headers: { Authorization: 'Basic dXNlcjpwYXNz' } },
        "Unsupported AWS 'algorithm': 'Basic'.",
      ],
      [
        'with a credential of four parts',
        { headers: { Authorization: authorization({ credential: 'AKIDEXAMPLE/20260115/us-east-1/sqs' }) } },
        'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
      ],
      [
        'without the host',
        {
          headers: {
            Authorization: authorization({ signedHeaders: 'content-type;x-amz-date;x-amz-target' }),
          },
        },
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
      ],
      [
        'with headers out of order',
        { headers: { Authorization: authorization({ signedHeaders: 'x-amz-date;host' }) } },
        'SignedHeaders must be lower-case header names, sorted, each once, joined by semicolons.',
      ],
      [
        'both in the header and in the query',
        { rawQuery: presigned },
        'A request is signed in one way: one Authorization header, or query parameters.',
      ],
      [
        'in the query without a life',
        { headers: { Authorization: undefined }, rawQuery: presigned },
        "AWS query-string parameters must include 'X-Amz-Expires'.",
      ],
      [
        'in the query with a life over a week',
        { headers: { Authorization: undefined }, rawQuery: `${presigned}&X-Amz-Expires=604801` },
        'X-Amz-Expires must be a number of seconds from 1 to 604800.',
      ],
      [
        'in the query with a parameter twice',
        { headers: { Authorization: undefined }, rawQuery: `${presigned}&X-Amz-Date=20260115T120000Z` },
        "The query parameter 'X-Amz-Date' appears twice.",
      ],
      [
        'of version 2',
        { headers: { Authorization: undefined }, rawQuery: 'AWSAccessKeyId=AKIDEXAMPLE&Signature=ab' },
        'Signature Version 2 is not accepted; sign with Signature Version 4.',
      ],
    ];
    for (const [what, change, message] of cases) {
      it(`${what} is refused`, () => {
        const result = verifySignature(vector(change), rulesAt(NOW));
        assert.deepEqual(result, { ok: false, code: 'IncompleteSignature', message });
      });
    }
  });
});
