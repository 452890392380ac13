/** An HTTP request as received, for authentication. Nothing in it is decoded or normalised. */
export interface HttpRequest {
  /** In upper case, such as `POST`. */
  readonly method: string;
  /** As received, still percent-encoded, without the query; starts with `/`. */
  readonly path: string;
  /** As received, without the question mark; empty when there is none. */
  readonly rawQuery: string;
  /** Name, value, name, value, … as received; names repeat where the client repeated them. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  /** It came over TLS. */
  readonly isSecure: boolean;
  /** IPv4 or IPv6 address of the peer. */
  readonly remoteAddress: string;
}
/** Header values by lower-case name, in the order in which they came. */
export type HeaderValues = ReadonlyMap<string, readonly string[]>;
export declare function groupHeaders(rawHeaders: readonly string[]): HeaderValues;
/** The first value of a header. */
export declare function readHeader(headers: HeaderValues, name: string): string | undefined;
