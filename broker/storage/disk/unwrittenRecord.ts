import type { Kind } from '../format/recordKinds.ts';

/** A record that could not be written. */
export interface Unwritten {
  readonly kind: Kind;
  readonly flags: number;
  readonly headBytes: number;
  /** Head and what follows it. */
  readonly payload: Buffer;
}
