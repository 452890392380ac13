import type { HeaderValues, HttpRequest } from './request.ts';

/** One parameter of a query string, decoded. */
export type QueryParameter = readonly [name: string, value: string];

/** The parameter of a presigned request that cannot cover itself. */
const SIGNATURE_PARAMETER = 'X-Amz-Signature';

/**
 * Percent-encodes all but the unreserved characters of RFC 3986, with upper-case hex, as Signature Version 4
 * wants.
 * @param text without lone surrogates
 */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Decodes the parameters of a raw query. A plus sign is a space, because that is how the action is going to read it:
 * what is verified has to be what is executed.
 */
export function parseRawQuery(rawQuery: string): QueryParameter[] {
  if (rawQuery === '') return [];
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? [decodeOnce(pair), '']
        : [decodeOnce(pair.slice(0, equals)), decodeOnce(pair.slice(equals + 1))];
    });
}

function decodeOnce(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/**
 * The path with dot segments and empty segments resolved, and encoded once more than it came: every service but
 * Amazon S3 signs a path that is encoded twice (contract §9.1).
 */
export function canonicalPath(path: string): string {
  if (path === '/') return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encodeStrictly(segment));
  }
  return kept.length === 0 ? '/' : `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/** The parameters encoded and sorted by name, then by value; without the signature itself. */
export function canonicalQuery(parameters: readonly QueryParameter[]): string {
  if (parameters.length === 0) return '';
  return parameters
    .filter(([name]) => name !== SIGNATURE_PARAMETER)
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(
      ([name, value], [otherName, otherValue]) =>
        compareCodeUnits(name, otherName) || compareCodeUnits(value, otherValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compareCodeUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** One line per signed header: lower-case name, trimmed value with runs of blanks collapsed, repeats joined by commas. */
export function canonicalHeaders(headers: HeaderValues, signedHeaders: readonly string[]): string {
  return signedHeaders
    .map((name) => {
      const values = headers.get(name) ?? [''];
      return `${name}:${values.map(foldBlanks).join(',')}\n`;
    })
    .join('');
}

/** A header's value as it is signed: runs of blanks are one space, and there are none at its ends. */
export function foldBlanks(value: string): string {
  return FOLDED.test(value) ? value : value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** Most values are folded already. */
const FOLDED = /^(?:[^ \t\r\n]+(?: [^ \t\r\n]+)*)?$/;

/**
 * The text whose SHA-256 is signed.
 * @param signedHeaders lower case and sorted
 * @param payloadHash hex SHA-256 of the body, or `UNSIGNED-PAYLOAD`
 */
export function canonicalRequest(
  request: Pick<HttpRequest, 'method' | 'path'>,
  parameters: readonly QueryParameter[],
  headers: HeaderValues,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const lines = canonicalHeaders(headers, signedHeaders);
  return canonicalText(request, parameters, lines, signedHeaders.join(';'), payloadHash);
}

/**
 * As {@link canonicalRequest}, of what is there already.
 * @param headers the lines of the signed headers
 * @param signedHeaders their names, joined by semicolons
 */
export function canonicalText(
  { method, path }: Pick<HttpRequest, 'method' | 'path'>,
  parameters: readonly QueryParameter[],
  headers: string,
  signedHeaders: string,
  payloadHash: string,
): string {
  return `${method}\n${canonicalPath(path)}\n${canonicalQuery(parameters)}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}
