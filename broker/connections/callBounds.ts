/** A call that would have left for a host that it may not go to. */
export class WrongHostError extends Error {
  override readonly name = 'WrongHostError';
}

/** The peer answered as a web server does: a captive portal, a proxy, a wrong address. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';
}

/** The peer answered with other types than those of the service. */
export class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError';
}

/** The peer failed, whatever its words are. */
export class ServerDownError extends Error {
  override readonly name = 'ServerDownError';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(status: number) {
    super(`Status ${status}`);
    this.$metadata = { httpStatusCode: status };
  }
}

/** With the name that the SDK gives to an answer that does not begin in time. */
export class SlowAnswerError extends Error {
  override readonly name = 'TimeoutError';
}

export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
}

/** @param contentType of a response; a load balancer that has no server left says so in HTML, too */
export function isWebPage(status: number, contentType: string): boolean {
  return (status >= 300 && status < 400) || (status < 500 && /^text\/html/i.test(contentType));
}

/** The bounds of one call: after them, it fails, whatever the peer does. */
export const CALL_LIMITS = {
  /** The first attempt is one of them. */
  attempts: 3,
  connectMs: 5_000,
  /** A long poll takes up to 20 s. */
  answerMs: 30_000,
  /** Ten messages of 1 MiB take 90 s on a line of 1 Mbit/s. */
  bodyMs: 120_000,
  /** Ten messages of 1 MiB, every character of them escaped. */
  answerBytes: 64 * 1_048_576,
} as const;
