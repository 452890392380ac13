import { ACTION_DECLARATIONS, type ActionName } from '../../api/actions.ts';
import { CERTIFICATE } from './networkFailures.ts';

/**
 * Whether a call that failed without a response may have done something that its caller does not learn. What carries messages,
 * and so needs the key of their queue, stores a second one when it is repeated, or hides others.
 */
export function hasHiddenEffect(action: ActionName): boolean {
  return ACTION_DECLARATIONS[action].keyUse !== undefined;
}

/**
 * Whether the SDK may try a call again that may have been done. FIFO queues take a message once by its deduplication ID, and give the
 * same messages to the same receive request attempt ID (Amazon SQS Developer Guide, “Exactly-once processing”).
 */
export function isRepeatable(action: ActionName, input: object): boolean {
  if (!hasHiddenEffect(action)) return true;
  const { QueueUrl: url, ReceiveRequestAttemptId: attemptId } = input as Readonly<Record<string, unknown>>;
  return String(url).endsWith('.fifo') && (action !== 'ReceiveMessage' || attemptId !== undefined);
}

/** The socket had no peer yet, or the call was not allowed to go there, or a portal took it. */
const NEVER_ARRIVED = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|WrongHostError|WebPageError)$/;
const NO_CONNECTION = /did not establish a connection/;

/** Whether a request that failed may have been done: a response of the service that rejects it says that it was not. */
export function mayBeDone(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const { name, message, code, $metadata } = error as Error & {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const { httpStatusCode: status = 0 } = $metadata ?? {};
  if ((status >= 400 && status < 500) || status === 501) return false;
  const isRefused = [name, String(code)].some((each) => NEVER_ARRIVED.test(each) || CERTIFICATE.test(each));
  return !isRefused && !NO_CONNECTION.test(message);
}

/** Hides a failure from the SDK, which would try the call again. */
export class UnrepeatableError extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super('The call is not tried again.');
    // Not as its cause, by which the SDK also finds out whether it tries again.
    this.original = original;
  }
}
