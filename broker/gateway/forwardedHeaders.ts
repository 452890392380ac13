import type { IncomingMessage } from 'node:http';
import { encodeStrictly, type QueryParameter } from '../auth/canonicalRequest.ts';
import type { WireProtocol } from '../sqs/wire/protocol.ts';

/**
 * What is not passed on to the endpoint: what is between the program and this gateway, what belongs to the signature of the program,
 * and `Accept-Encoding`, because queue URLs in responses are replaced.
 */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'date',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amz-target',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

/** Parameters of a presigned request, in lower case. */
const SIGNATURE_PARAMETER =
  /^x-amz-(?:algorithm|credential|date|expires|security-token|signature|signedheaders)$/i;

/**
 * What programs get of a response beside its body. Not `Date`, by which SDKs correct their clocks: the program is checked by the clock
 * of this machine. Not `Location`: no redirect is followed.
 */
const ANSWER_HEADER = /^(?:content-encoding|content-type|retry-after|x-amzn?-[\w-]+)$/i;
/** Of the body as it was. */
const CHECKSUM_HEADER = /^x-amz-(?:checksum-[\w-]+|crc32|content-sha256)$/i;

const CONTENT_TYPES: Readonly<Record<WireProtocol, string>> = {
  json: 'application/x-amz-json-1.0',
  query: 'application/x-www-form-urlencoded',
};

/** The headers of a program's request that the endpoint gets, before they are signed. */
export function selectRequestHeaders(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  protocol: WireProtocol,
  host: string,
): Record<string, string> {
  const selected: Record<string, string> = { host };
  const hopByHop = headers.connection?.toLowerCase().split(/[\t ,]+/);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OWN_HEADERS.has(name) || hopByHop?.includes(name) === true) continue;
    selected[name] = Array.isArray(value) ? value.join(',') : value;
  }
  if (protocol === 'json') selected['x-amz-target'] = String(headers['x-amz-target']);
  // Without it, some servers look for parameters in the texts of JSON.
  if (method === 'POST') selected['content-type'] ??= CONTENT_TYPES[protocol];
  return selected;
}

/** What is behind the question mark of a target, without a signature. */
export function readQuery(text: string): readonly QueryParameter[] {
  return [...new URLSearchParams(text)].filter(([name]) => !SIGNATURE_PARAMETER.test(name));
}

/** As the signature escapes it. */
export function writeQuery(query: readonly QueryParameter[]): string {
  return query.map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`).join('&');
}

/**
 * The header pairs of a response that the program gets.
 * @param isChanged the body is not as it came
 */
export function selectAnswerHeaders(rawHeaders: readonly string[], isChanged: boolean): string[] {
  const selected: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!ANSWER_HEADER.test(name) || (isChanged && CHECKSUM_HEADER.test(name))) continue;
    selected.push(name, rawHeaders[index + 1] ?? '');
  }
  return selected;
}
