import type { Clock } from './clock.ts';
import type { ContentStore } from './content.ts';
import type { Failure } from './result.ts';

/** What the engine needs from outside. All of it deterministic in tests. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly contents: ContentStore;
  /** Why messages of this many bytes cannot be stored now; absent: there is always room. */
  readonly refuseMessages?: ((bytes: number) => Failure | undefined) | undefined;
  /** FIFO queues have forgotten some IDs. */
  readonly onIdsForgotten?: (() => void) | undefined;
  /** UTF-8 bytes of a text without lone surrogates. */
  encodeText(text: string): Uint8Array;
  decodeText(bytes: Uint8Array): string;
  /** Lower-case hex. */
  md5(bytes: Uint8Array): string;
  /** Lower-case hex. */
  sha256(bytes: Uint8Array): string;
  /** A number in [0, 1). */
  random(): number;
}
