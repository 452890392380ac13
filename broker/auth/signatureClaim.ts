import { type Failure, type Result, fail, succeed } from '../engine/base/result.ts';
import type { QueryParameter } from './canonicalRequest.ts';
import { type HeaderValues, readHeader } from './request.ts';
import type { CredentialScope } from './signingKey.ts';

/** The signature data of a request; not verified. */
export interface SignatureClaim {
  readonly form: 'header' | 'presigned';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, sorted, each once. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hex, 64 letters if it can be right at all. */
  readonly signature: string;
  /** `yyyymmddThhmmssZ`, as received. */
  readonly date: string;
  /** How long a presigned request holds, in seconds; undefined in the header form. */
  readonly expiresSeconds: number | undefined;
  readonly sessionToken: string | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_PRESIGNED_SECONDS = 604_800;
const MAX_SIGNED_HEADERS = 128;
const PRESIGNED_PARAMETERS = [
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
  'X-Amz-Expires',
] as const;

function incomplete(message: string): Failure {
  return fail('IncompleteSignature', message);
}

/**
 * Reads the signature of a request, from its `Authorization` header or from the parameters of a presigned one.
 * Undefined when the request is not signed at all. Errors: IncompleteSignature.
 */
export function readSignatureClaim(
  headers: HeaderValues,
  parameters: readonly QueryParameter[],
): Result<SignatureClaim | undefined> {
  const authorization = headers.get('authorization');
  const isPresigned = parameters.some(([name]) => name === 'X-Amz-Algorithm' || name === 'X-Amz-Signature');
  if (authorization !== undefined && (isPresigned || authorization.length > 1)) {
    return incomplete('A request is signed in one way: one Authorization header, or query parameters.');
  }
  if (authorization !== undefined) return readHeaderForm(authorization[0] as string, headers);
  if (isPresigned) return readPresignedForm(parameters);
  if (parameters.some(([name]) => name === 'AWSAccessKeyId')) {
    return incomplete('Signature Version 2 is not accepted; sign with Signature Version 4.');
  }
  return succeed(undefined);
}

function readHeaderForm(authorization: string, headers: HeaderValues): Result<SignatureClaim> {
  const blank = authorization.search(/[ \t]/);
  const algorithm = blank === -1 ? authorization : authorization.slice(0, blank);
  if (algorithm !== ALGORITHM) return incomplete(`Unsupported AWS 'algorithm': '${algorithm.slice(0, 32)}'.`);
  const fields = readFields(blank === -1 ? '' : authorization.slice(blank + 1));
  const date = readHeader(headers, 'x-amz-date');
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => (fields.get(name) ?? '') === '')
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === undefined) missing.push("Authorization header requires existence of a 'X-Amz-Date' header.");
  if (missing.length > 0 || date === undefined) return incomplete(missing.join(' '));
  return completeClaim({
    form: 'header',
    credential: fields.get('Credential') as string,
    signature: fields.get('Signature') as string,
    signedHeaders: fields.get('SignedHeaders') as string,
    date,
    expiresSeconds: undefined,
    sessionToken: readHeader(headers, 'x-amz-security-token'),
  });
}

function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return fields;
}

function readPresignedForm(parameters: readonly QueryParameter[]): Result<SignatureClaim> {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (!name.startsWith('X-Amz-')) continue;
    if (values.has(name)) return incomplete(`The query parameter '${name}' appears twice.`);
    values.set(name, value);
  }
  const algorithm = values.get('X-Amz-Algorithm');
  if (algorithm !== ALGORITHM) {
    return incomplete(`Unsupported AWS 'algorithm': '${(algorithm ?? '').slice(0, 32)}'.`);
  }
  const missing = PRESIGNED_PARAMETERS.filter((name) => (values.get(name) ?? '') === '');
  if (missing.length > 0) {
    return incomplete(missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' '));
  }
  const expires = values.get('X-Amz-Expires') as string;
  const expiresSeconds = Number(expires);
  if (!/^\d{1,6}$/.test(expires) || expiresSeconds < 1 || expiresSeconds > MAX_PRESIGNED_SECONDS) {
    return incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${MAX_PRESIGNED_SECONDS}.`);
  }
  return completeClaim({
    form: 'presigned',
    credential: values.get('X-Amz-Credential') as string,
    signature: values.get('X-Amz-Signature') as string,
    signedHeaders: values.get('X-Amz-SignedHeaders') as string,
    date: values.get('X-Amz-Date') as string,
    expiresSeconds,
    sessionToken: values.get('X-Amz-Security-Token'),
  });
}

function completeClaim(
  fields: Pick<SignatureClaim, 'form' | 'signature' | 'date' | 'expiresSeconds' | 'sessionToken'> & {
    readonly credential: string;
    readonly signedHeaders: string;
  },
): Result<SignatureClaim> {
  const { credential, signedHeaders, ...rest } = fields;
  const parts = credential.split('/');
  if (parts.length !== 5 || parts.includes('')) {
    return incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  const [accessKeyId, date, region, service, terminator] = parts as [string, string, string, string, string];
  const names = signedHeaders.split(';');
  const isSortedOnce = names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
  if (
    names.length > MAX_SIGNED_HEADERS ||
    !isSortedOnce ||
    !names.every((name) => /^[^A-Z\s:]+$/.test(name))
  ) {
    return incomplete(
      'SignedHeaders must be lower-case header names, sorted, each once, joined by semicolons.',
    );
  }
  return succeed({
    ...rest,
    accessKeyId,
    scope: { date, region, service, terminator },
    signedHeaders: names,
  });
}
