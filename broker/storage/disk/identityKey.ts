import { getRandomValues } from 'node:crypto';
import type { IdentityKey } from '../../engine/base/identity.ts';

/** A new key, from which the ids and receipt handles of one broker, or of one data folder, are computed. */
export function makeIdentityKey(): IdentityKey {
  return [...getRandomValues(new Uint32Array(4))] as [number, number, number, number];
}
