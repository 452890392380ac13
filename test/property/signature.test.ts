import assert from 'node:assert/strict';
import { SignatureV4 } from '@smithy/signature-v4';
import * as fc from 'fast-check';
import type { HttpRequest } from '../../broker/auth/request.ts';
import { type SigningCredential, verifySignature } from '../../broker/auth/signature.ts';
import { SigningKeyCache } from '../../broker/auth/signingKey.ts';
import { signRequest } from '../../broker/auth/signRequest.ts';
import { Sha256 } from '../support/sha256.ts';

interface Draft {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const NOW = Date.UTC(2026, 0, 15, 12);
const keys = new SigningKeyCache();

function signerFor(credential: SigningCredential, region: string): SignatureV4 {
  const { accessKeyId, secretAccessKey, sessionToken } = credential;
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region,
    service: 'sqs',
    sha256: Sha256,
  });
}

/** What a server receives of a request that the SDK's signer has signed. */
function receive(draft: Draft): HttpRequest {
  const query = Object.entries(draft.query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return {
    method: draft.method,
    path: draft.path,
    rawQuery: query.join('&'),
    rawHeaders: Object.entries(draft.headers).flat(),
    body: Buffer.from(draft.body),
    isSecure: false,
    remoteAddress: '127.0.0.1',
  };
}

function verifies(request: HttpRequest, credential: SigningCredential): boolean {
  const result = verifySignature(request, {
    findCredential: (id) => (id === credential.accessKeyId ? credential : undefined),
    service: 'sqs',
    regions: undefined,
    now: () => NOW,
    keys,
  });
  return result.ok && result.value?.credential === credential;
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => Buffer.from(value).toString());
const pathSegment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((segment) => encodeURIComponent(Buffer.from(segment).toString()));
const headerValue = fc.stringMatching(/^[ -~]{0,30}$/);
/** Signature version 2; and a name that the witness loses, because it keeps a query in a plain object. */
const UNFIT_NAMES: ReadonlySet<string> = new Set(['AWSAccessKeyId', '__proto__']);
const drafts = fc.record({
  method: fc.constantFrom('POST', 'GET'),
  path: fc.array(pathSegment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`),
  query: fc.dictionary(
    text.filter((name) => !name.toLowerCase().startsWith('x-amz-') && !UNFIT_NAMES.has(name)),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    { maxKeys: 4, noNullPrototype: true },
  ),
  headers: fc.record({
    host: fc.constantFrom('localhost:9324', '127.0.0.1:9324', '[::1]'),
    'content-type': fc.constantFrom('application/x-amz-json-1.0', 'application/x-www-form-urlencoded'),
    'x-amz-target': headerValue,
    'x-amz-meta': headerValue,
  }),
  body: text,
});
const credentials = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9+/]{40}$/),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,60}$/), { nil: undefined }),
});
const regions = fc.constantFrom('us-east-1', 'eu-central-1', 'local');

/** Ways in which what arrives is not what was signed. Each gives a request that differs, or undefined. */
const mutations: Readonly<Record<string, (request: HttpRequest) => HttpRequest>> = {
  method: (request) => ({ ...request, method: request.method === 'GET' ? 'POST' : 'GET' }),
  path: (request) => ({ ...request, path: `${request.path}x` }),
  query: (request) => ({ ...request, rawQuery: `${request.rawQuery}&Action=DeleteQueue` }),
  body: (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from('x')]) }),
  target: (request) => changeHeader(request, 'x-amz-target', (value) => `${value}x`),
  host: (request) => changeHeader(request, 'host', () => 'example.com'),
  repeatedHeader: (request) => ({ ...request, rawHeaders: [...request.rawHeaders, 'x-amz-target', 'x'] }),
  newHeader: (request) => ({ ...request, rawHeaders: [...request.rawHeaders, 'x-amz-new', 'x'] }),
};

function changeHeader(request: HttpRequest, name: string, change: (value: string) => string): HttpRequest {
  const rawHeaders = [...request.rawHeaders];
  const place = rawHeaders.indexOf(name);
  rawHeaders[place + 1] = change(rawHeaders[place + 1] as string);
  return { ...request, rawHeaders };
}

function httpRequest({ method, path, query, headers, body }: Draft): Parameters<SignatureV4['sign']>[0] {
  return { method, path, query, headers, body, protocol: 'http:', hostname: 'localhost' };
}

describe('requests that the signer of the AWS SDK has signed', function () {
  this.timeout(30_000);

  it('verify, and nothing that was changed on the way does', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, credentials, regions, async (draft, credential, region) => {
        const signed = await signerFor(credential, region).sign(httpRequest(draft), {
          signingDate: new Date(NOW),
        });
        const request = receive({ ...draft, headers: (signed as Draft).headers });
        assert.ok(verifies(request, credential), 'the signed request verifies');
        for (const [name, mutate] of Object.entries(mutations)) {
          assert.ok(!verifies(mutate(request), credential), `changed ${name}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('verify when they are presigned, and nothing that was changed on the way does', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, credentials, regions, async (draft, credential, region) => {
        const bare = { ...draft, method: 'GET', body: '', headers: { host: draft.headers.host } };
        const signed = await signerFor(credential, region).presign(httpRequest(bare), {
          signingDate: new Date(NOW),
          expiresIn: 60,
        });
        const request = receive({ ...bare, query: signed.query as Draft['query'] });
        assert.ok(verifies(request, credential), 'the presigned request verifies');
        for (const name of ['method', 'path', 'query', 'body', 'host', 'newHeader'] as const) {
          assert.ok(
            !verifies((mutations[name] as (typeof mutations)[string])(request), credential),
            `changed ${name}`,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('do not verify with another secret', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, credentials, async (draft, credential) => {
        const signed = await signerFor(credential, 'us-east-1').sign(httpRequest(draft), {
          signingDate: new Date(NOW),
        });
        const request = receive({ ...draft, headers: (signed as Draft).headers });
        assert.ok(!verifies(request, { ...credential, secretAccessKey: `${credential.secretAccessKey}x` }));
      }),
      { numRuns: 50 },
    );
  });
});

/** What programs send beside what every call has: blanks of all sorts, names that no signature covers, characters of Latin-1. */
const moreHeaders = fc.dictionary(
  fc.oneof(
    fc.constantFrom('user-agent', 'x-amzn-trace-id', 'proxy-seen', 'sec-fetch-mode', 'cache-control', 'from'),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
  ),
  fc.stringMatching(/^[\t -~\u00a0-\u00ff]{0,20}$/),
  { maxKeys: 5, noNullPrototype: true },
);
const generated = new Set([
  'authorization',
  'date',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
]);
const crookedPaths = fc.oneof(
  drafts.map(({ path }) => path),
  fc.stringMatching(/^\/[a-z./%~!'()*]{0,16}$/).filter((path) => !/%/.test(path)),
);

describe('requests that a gateway or a command signs', function () {
  this.timeout(30_000);

  it('have the headers that the signer of the AWS SDK gives them, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        drafts,
        moreHeaders,
        crookedPaths,
        credentials,
        regions,
        fc.integer({ min: 0, max: 4e12 }),
        async (draft, more, path, credential, region, now) => {
          const named = Object.entries({ ...more, ...draft.headers }).filter(
            ([name]) => !generated.has(name),
          );
          const asked = { ...draft, path, headers: Object.fromEntries(named) };
          const { headers } = await signerFor(credential, region).sign(httpRequest(asked), {
            signingDate: new Date(now),
          });
          const query = Object.entries(draft.query).flatMap(([name, values]) =>
            [values].flat().map((value) => [name, value] as const),
          );
          const signed = signRequest({ ...asked, query }, credential, { region, service: 'sqs', now }, keys);
          assert.deepEqual(signed, headers);
        },
      ),
      { numRuns: 500 },
    );
  });
});
