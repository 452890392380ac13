import { HTTP_LIMITS } from '../../http/httpLimits.ts';

/** What the SQS front needs to know. Names and numbers only: it comes from the command line and the settings. */
export interface SqsConfig {
  /** For callers whose credentials name none. */
  readonly region: string;
  /** 12 digits; for callers whose access key id is not an account. */
  readonly account: string;
  /** Host names that the Host header may have besides loopback literals and `localhost`, without port. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call, such as `http://localhost:3000`. */
  readonly allowedOrigins: readonly string[];
}

/** Limits of what a peer can make the front hold. */
export const SERVER_LIMITS = {
  ...HTTP_LIMITS,
  /** Presigned GET requests carry the message in the request line. */
  headerBytes: 64 * 1024,
  /** Beyond it new ones are closed at once. */
  connections: 16_384,
  /**
   * Of answers that a client has not read: beyond it, its connection is read no further. A call begins while there is
   * room for `answerBytes` more.
   */
  unreadBytes: 16 * 1_048_576,
  /** Of the answers that all clients together have not read. */
  unreadBytesOfAll: 256 * 1_048_576,
  /** An answer with ten messages of the longest, in characters that are not escaped. */
  answerBytes: 10.5 * 1_048_576,
  /** Node reads on while less than this waits. */
  smallUnreadBytes: 65_536,
  /** Answers below this are not counted: what is read at once of a connection asks for less than 8 MiB of them. */
  countedAnswerBytes: 4096,
  /** Long polls that wait on one connection; only pipelining clients have more than one. */
  pendingPerConnection: 64,
  /** Longer than the 90 s after which Go, and the 60 s after which Java, drops an idle connection on its own. */
  keepAliveMs: 120_000,
  /** For a whole request. */
  requestTimeoutMs: 120_000,
} as const;
