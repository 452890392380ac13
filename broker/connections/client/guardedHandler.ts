import type { Agent } from 'node:https';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  AnswerTooLargeError,
  CALL_LIMITS,
  isWebPage,
  ServerDownError,
  SlowAnswerError,
  WebPageError,
  WrongHostError,
} from '../callBounds.ts';

type Handle = NodeHttpHandler['handle'];
type Request = Parameters<Handle>[0];

/**
 * The last thing that a call passes before the socket: whatever a queue URL, a profile, an environment variable or the SDK
 * itself says, it leaves for an allowed host or for none. Answers have a bound, and redirects are not followed.
 */
export class GuardedHandler extends NodeHttpHandler {
  private readonly isAllowed: (url: URL) => boolean;
  private readonly answerBytes: number;
  private readonly bodyMs: number;
  private readonly onAttempt: () => void;
  /** What was wrong with the last request or its response: the SDK keeps only the text of it if a portal gives keys. */
  trouble: unknown;

  /**
   * @param isAllowed of the origin of a call
   * @param onAttempt before each request that leaves
   * @param bodyMs from the beginning of a response to its end
   * @param httpsAgent absent: one of its own
   */
  constructor(
    isAllowed: (origin: URL) => boolean,
    answerBytes: number = CALL_LIMITS.answerBytes,
    onAttempt: () => void = () => undefined,
    bodyMs: number = CALL_LIMITS.bodyMs,
    httpsAgent?: Agent,
  ) {
    super({
      ...(httpsAgent !== undefined && { httpsAgent }),
      connectionTimeout: CALL_LIMITS.connectMs,
      requestTimeout: CALL_LIMITS.answerMs,
      socketTimeout: CALL_LIMITS.answerMs,
      throwOnRequestTimeout: true,
    });
    this.isAllowed = isAllowed;
    this.answerBytes = answerBytes;
    this.bodyMs = bodyMs;
    this.onAttempt = onAttempt;
  }

  override async handle(request: Request, options?: Parameters<Handle>[1]): ReturnType<Handle> {
    const { protocol, hostname, port } = request;
    const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
    if (!URL.canParse(origin) || !this.isAllowed(new URL(origin))) throw new WrongHostError(origin);
    this.onAttempt();
    this.trouble = undefined;
    const answer = await super.handle(request, options).catch((error: unknown) => {
      this.trouble = nameOrigin(error, origin);
      throw this.trouble;
    });
    const { response } = answer;
    const body = response.body as Readable;
    const type = response.headers['content-type'] ?? '';
    const { statusCode } = response;
    if (isWebPage(statusCode, type)) {
      body.destroy();
      this.trouble = nameOrigin(new WebPageError(response.headers['location'] ?? ''), origin);
      throw this.trouble;
    }
    if (statusCode >= 500) this.trouble = nameOrigin(new ServerDownError(statusCode), origin);
    response.body = limitBody(body, this.answerBytes, this.bodyMs);
    return answer;
  }
}

/** Calls that get keys, or ask whose they are, go to other hosts than those of queues: a failure names the one that failed. */
export function nameOrigin(error: unknown, origin: string): unknown {
  return error instanceof Error && !('origin' in error) ? Object.assign(error, { origin }) : error;
}

/** @returns the same bytes; fails after the last of those that are allowed, and if they take too long */
function limitBody(body: Readable, limit: number, timeoutMs: number): Readable {
  let count = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      if (count <= limit) done(null, chunk);
      else done(new AnswerTooLargeError());
    },
  });
  // The handler's own time is over once a response begins, and a socket on which a byte comes now and then is not idle.
  const timer = setTimeout(() => limited.destroy(new SlowAnswerError()), timeoutMs);
  body.on('error', (error) => limited.destroy(error));
  limited.on('close', () => {
    clearTimeout(timer);
    body.destroy();
  });
  return body.pipe(limited);
}
