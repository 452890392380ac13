/** Limits of what a peer can make an HTTP server hold, on every port of the broker. */
export const HTTP_LIMITS = {
  /** A legal batch of 1 MiB in JSON with every character written as `\uXXXX` is 6 MiB. */
  bodyBytes: 8 * 1_048_576,
  /** For all bodies together that are still coming: 32 of the longest. */
  unfinishedBodyBytes: 256 * 1_048_576,
  /** How much of a longer body is read and thrown away so that its sender can read the refusal. */
  discardedBytes: 32 * 1_048_576,
  headerCount: 128,
  /** For a whole request head. */
  headersTimeoutMs: 20_000,
} as const;
