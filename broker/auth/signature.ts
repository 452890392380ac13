import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../calls/digests.ts';
import { type Failure, type Result, fail, succeed } from '../engine/base/result.ts';
import { canonicalRequest, parseRawQuery } from './canonicalRequest.ts';
import { groupHeaders, type HeaderValues, type HttpRequest, readHeader } from './request.ts';
import { readSignatureClaim, type SignatureClaim } from './signatureClaim.ts';
import { refuseSignatureTime } from './signatureTime.ts';
import { formatScope, type SigningKeyCache, TERMINATOR } from './signingKey.ts';
import { textToSign } from './signRequest.ts';

/** What verifies a signature and what it is called. */
export interface SigningCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials have a token that every request must carry. */
  readonly sessionToken?: string | undefined;
  /** Epoch ms after which temporary credentials are refused. */
  readonly expiresAt?: number | undefined;
}

/** What a signature is checked against. */
export interface SignatureRules<C extends SigningCredential> {
  /** That a scope must name. */
  readonly service: string;
  findCredential(accessKeyId: string): C | undefined;
  /** Regions that a scope may name; undefined: every well-formed one, for the broker serves them all. */
  readonly regions: ReadonlySet<string> | undefined;
  /** Epoch ms. */
  now(): number;
  readonly keys: SigningKeyCache;
}

/** A request whose signature holds. */
export interface VerifiedSignature<C extends SigningCredential> {
  readonly credential: C;
  readonly claim: SignatureClaim;
}

const REGION = /^[a-z0-9-]{1,32}$/;
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const UNKNOWN_KEY = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
/** Headers of the service's own family that mean nothing to it; some SDKs leave them out of the signature. */
const MEANINGLESS_HEADERS: ReadonlySet<string> = new Set(['x-amz-user-agent']);

/**
 * Verifies Signature Version 4 of a request as received, in its header and presigned forms (contract §9.1, §9.2).
 * Undefined for a request that is not signed.
 * Errors: IncompleteSignature, InvalidClientTokenId, ExpiredToken, SignatureDoesNotMatch.
 */
export function verifySignature<C extends SigningCredential>(
  request: HttpRequest,
  rules: SignatureRules<C>,
): Result<VerifiedSignature<C> | undefined> {
  const headers = groupHeaders(request.rawHeaders);
  const parameters = parseRawQuery(request.rawQuery);
  const read = readSignatureClaim(headers, parameters);
  if (!read.ok) return read;
  const claim = read.value;
  if (claim === undefined) return succeed(undefined);
  const credential = rules.findCredential(claim.accessKeyId);
  if (credential === undefined) return fail('InvalidClientTokenId', UNKNOWN_KEY);
  const refusal =
    refuseToken(claim, credential, rules.now()) ??
    refuseScope(claim, rules) ??
    refuseSignatureTime(claim.date, claim.expiresSeconds, rules.now()) ??
    refuseSignedHeaders(claim, headers);
  if (refusal !== undefined) return refusal;
  const payloadHash = hashPayload(request, headers, claim);
  if (!payloadHash.ok) return payloadHash;
  const canonical = canonicalRequest(request, parameters, headers, claim.signedHeaders, payloadHash.value);
  const text = textToSign(claim.date, formatScope(claim.scope), canonical);
  const key = rules.keys.get(credential.secretAccessKey, claim.scope);
  const expected = createHmac('sha256', key).update(text).digest();
  return isSignature(claim.signature, expected)
    ? succeed({ credential, claim })
    : fail('SignatureDoesNotMatch', MISMATCH);
}

function refuseToken(claim: SignatureClaim, credential: SigningCredential, now: number): Failure | undefined {
  if (!isSameText(claim.sessionToken ?? '', credential.sessionToken ?? '')) {
    return fail('InvalidClientTokenId', UNKNOWN_KEY);
  }
  const isExpired = credential.expiresAt !== undefined && now > credential.expiresAt;
  return isExpired ? fail('ExpiredToken', EXPIRED_TOKEN) : undefined;
}

function refuseScope(
  { scope, date }: SignatureClaim,
  { regions, service }: Pick<SignatureRules<SigningCredential>, 'regions' | 'service'>,
): Failure | undefined {
  if (regions === undefined ? !REGION.test(scope.region) : !regions.has(scope.region)) {
    return fail('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.');
  }
  if (scope.service !== service) {
    return fail('SignatureDoesNotMatch', `Credential should be scoped to correct service: '${service}'.`);
  }
  if (scope.terminator !== TERMINATOR) {
    return fail(
      'SignatureDoesNotMatch',
      `Credential should be scoped with a valid terminator: '${TERMINATOR}'.`,
    );
  }
  if (scope.date !== date.slice(0, 8)) {
    return fail(
      'SignatureDoesNotMatch',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.',
    );
  }
  return undefined;
}

/**
 * The host and every `x-amz-` header have to be covered: an `X-Amz-Target` added to another caller's signed request
 * would make another action of it.
 */
function refuseSignedHeaders(claim: SignatureClaim, headers: HeaderValues): Failure | undefined {
  const signed = new Set(claim.signedHeaders);
  if (!signed.has('host')) {
    return fail('IncompleteSignature', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-') && !signed.has(name) && !MEANINGLESS_HEADERS.has(name)) {
      return fail('SignatureDoesNotMatch', `The header '${name}' must be a 'SignedHeader'.`);
    }
  }
  const absent = claim.signedHeaders.find((name) => !headers.has(name));
  return absent === undefined ? undefined : fail('SignatureDoesNotMatch', MISMATCH);
}

/** A body may be unsigned only if TLS protects it, and only if the signature declares it. */
function hashPayload(request: HttpRequest, headers: HeaderValues, claim: SignatureClaim): Result<string> {
  const stated = readHeader(headers, 'x-amz-content-sha256');
  if (stated === UNSIGNED_PAYLOAD) {
    return request.isSecure && claim.form === 'header'
      ? succeed(UNSIGNED_PAYLOAD)
      : fail('SignatureDoesNotMatch', MISMATCH);
  }
  const actual = sha256(request.body);
  return stated === undefined || stated === actual
    ? succeed(actual)
    : fail('SignatureDoesNotMatch', MISMATCH);
}

function isSignature(given: string, expected: Buffer): boolean {
  return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

/** Takes the same time wherever two texts differ, and however long they are; none on both sides is no secret. */
function isSameText(one: string, other: string): boolean {
  if (one === '' && other === '') return true;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
