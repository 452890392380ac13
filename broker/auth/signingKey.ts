import { createHmac } from 'node:crypto';
import { forgetOldest } from '../engine/base/forgetOldest.ts';

/** `<access key id>/<yyyymmdd>/<region>/<service>/aws4_request`, in its parts. */
export interface CredentialScope {
  /** yyyymmdd, UTC. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

export const TERMINATOR = 'aws4_request';

export function formatScope(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`;
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** The HMAC chain of contract §9.1. */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const dateKey = hmac(`AWS4${secretAccessKey}`, scope.date);
  const regionKey = hmac(dateKey, scope.region);
  return hmac(hmac(regionKey, scope.service), scope.terminator);
}

/**
 * Keeps derived keys: a key serves one secret, day and region, and four of the five HMACs of a verification are its
 * derivation. At most `capacity` keys, the least recently used is dropped.
 */
export class SigningKeyCache {
  private readonly capacity: number;
  private readonly keys = new Map<string, Buffer>();

  constructor(capacity = 256) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.keys.size;
  }

  /** The secret is part of the name, so that a changed secret never meets a key of the old one. */
  get(secretAccessKey: string, scope: CredentialScope): Buffer {
    const name = `${formatScope(scope)}/${secretAccessKey}`;
    const known = this.keys.get(name);
    const key = known ?? deriveSigningKey(secretAccessKey, scope);
    this.keys.delete(name);
    this.keys.set(name, key);
    forgetOldest(this.keys, this.capacity);
    return key;
  }
}
