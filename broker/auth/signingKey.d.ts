/** `<access key id>/<yyyymmdd>/<region>/<service>/aws4_request`, in its parts. */
export interface CredentialScope {
  /** yyyymmdd, UTC. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}
export declare function formatScope(scope: CredentialScope): string;
/** The HMAC chain of contract §9.1. */
export declare function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer;
/**
 * Keeps derived keys: a key serves one secret, day and region, and four of the five HMACs of a verification are its
 * derivation. At most `capacity` keys, the least recently used is dropped.
 */
export declare class SigningKeyCache {
  private readonly capacity;
  private readonly keys;
  constructor(capacity?: number);
  get size(): number;
  /** The secret is part of the name, so that a changed secret never meets a key of the old one. */
  get(secretAccessKey: string, scope: CredentialScope): Buffer;
}
