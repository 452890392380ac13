import { HTTP_LIMITS } from '../http/httpLimits.ts';

/** Limits of what a peer can make one port of the Runtime API hold. */
export const RUNTIME_LIMITS = {
  ...HTTP_LIMITS,
  /** Of a response or an error of a function: 6 MiB and 100 bytes. */
  payloadBytes: 6_291_556,
  /** Runtimes report the cause of an error in a header, of up to 1 MiB. */
  headerBytes: 1_048_576 + 65_536,
  /** A runtime keeps one alive; some open one for each call. Beyond it new ones are closed at once. */
  connections: 16,
  /** Of one connection, sent while its `next` waits. No runtime sends any. */
  requestsBehindNext: 16,
} as const;
