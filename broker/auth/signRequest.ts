import { createHmac } from 'node:crypto';
import { sha256 } from '../calls/digests.ts';
import { canonicalText, foldBlanks, type QueryParameter } from './canonicalRequest.ts';
import { formatBasicDate } from './signatureTime.ts';
import { formatScope, type SigningKeyCache, TERMINATOR } from './signingKey.ts';

/** What a program signs with. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary keys have it. */
  readonly sessionToken?: string | undefined;
}

/** A request that is to be signed, as it is sent. */
export interface RequestToSign {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names and values, not escaped. */
  readonly query: readonly QueryParameter[];
  /** By names in lower case, with `host`, and nothing of another signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface SigningScope {
  readonly region: string;
  /** Such as `sqs`. */
  readonly service: string;
  /** Epoch ms, on the clock of the server. */
  readonly now: number;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Those that a proxy may change, add or remove: the signer of the AWS SDK leaves them out as well. */
const UNSIGNED: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
]);

/**
 * Signs a request with Signature Version 4, in its header form and with the hash of its body, to the byte as the signer of the AWS SDK
 * for JavaScript does.
 * @returns the headers of the request with those of the signature, all of them in lower case
 */
export function signRequest(
  { method, path, query, headers, body }: RequestToSign,
  { accessKeyId, secretAccessKey, sessionToken }: SigningKeys,
  { region, service, now }: SigningScope,
  cache: SigningKeyCache,
): Record<string, string> {
  const timestamp = formatBasicDate(now);
  const bodyHash = sha256(body);
  const signed: Record<string, string> = { ...headers, 'x-amz-date': timestamp };
  if (sessionToken !== undefined && sessionToken !== '') signed['x-amz-security-token'] = sessionToken;
  signed['x-amz-content-sha256'] = bodyHash;
  const names = Object.keys(signed).filter(isSigned).sort();
  let lines = '';
  for (const name of names) lines += `${name}:${foldBlanks(signed[name] ?? '')}\n`;
  const signedHeaders = names.join(';');
  const scope = { date: timestamp.slice(0, 8), region, service, terminator: TERMINATOR };
  const scopeText = formatScope(scope);
  const canonical = canonicalText({ method, path }, query, lines, signedHeaders, bodyHash);
  const signature = createHmac('sha256', cache.get(secretAccessKey, scope))
    .update(textToSign(timestamp, scopeText, canonical))
    .digest('hex');
  signed['authorization'] =
    `${ALGORITHM} Credential=${accessKeyId}/${scopeText}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return signed;
}

/** What the derived key signs: algorithm, date, scope, and the hash of the canonical request. */
export function textToSign(timestamp: string, scope: string, canonicalRequest: string): string {
  return `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonicalRequest)}`;
}

function isSigned(name: string): boolean {
  return !UNSIGNED.has(name) && !name.startsWith('proxy-') && !name.startsWith('sec-');
}
