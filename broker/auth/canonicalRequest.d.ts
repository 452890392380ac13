import type { HeaderValues, HttpRequest } from './request.ts';
/** One parameter of a query string, decoded. */
export type QueryParameter = readonly [name: string, value: string];
/** Lower-case hex. */
export declare function sha256Hex(data: string | Uint8Array): string;
/**
 * Percent-encodes all but the unreserved characters of RFC 3986, with upper-case hex, as Signature Version 4
 * wants.
 * @param text without lone surrogates
 */
export declare function encodeStrictly(text: string): string;
/**
 * Decodes the parameters of a raw query. A plus sign is a space, because that is how the action is going to read it:
 * what is verified has to be what is executed.
 */
export declare function parseRawQuery(rawQuery: string): QueryParameter[];
/**
 * The path with dot segments and empty segments resolved, and encoded once more than it came: every service but
 * Amazon S3 signs a path that is encoded twice (contract §9.1).
 */
export declare function canonicalPath(path: string): string;
/** The parameters encoded and sorted by name, then by value; without the signature itself. */
export declare function canonicalQuery(parameters: readonly QueryParameter[]): string;
/** One line per signed header: lower-case name, trimmed value with runs of blanks collapsed, repeats joined by commas. */
export declare function canonicalHeaders(headers: HeaderValues, signedHeaders: readonly string[]): string;
/**
 * The text whose SHA-256 is signed.
 * @param signedHeaders lower case and sorted
 * @param payloadHash hex SHA-256 of the body, or `UNSIGNED-PAYLOAD`
 */
export declare function canonicalRequest(
  request: Pick<HttpRequest, 'method' | 'path'>,
  parameters: readonly QueryParameter[],
  headers: HeaderValues,
  signedHeaders: readonly string[],
  payloadHash: string,
): string;
