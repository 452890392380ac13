import { RUNTIME_LIMITS } from './runtimeLimits.ts';

/** Why a response could not be read, although it is not too large itself. */
export const TOO_MANY_LARGE = 'Too many large responses are on their way at once.';

/** A response of the Runtime API that is an error. */
export interface Refusal {
  readonly status: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

/** What a call of the runtime leads to, in the words of the service. */
export type Transition = 'Ready' | 'InitError' | 'InvocationResponse' | 'InvocationErrorResponse';

export const INVALID_REQUEST_ID = refusal(400, 'InvalidRequestID', 'Invalid request ID');
export const INVALID_RESPONSE_MODE = refusal(
  400,
  'InvalidFunctionResponseMode',
  'Invalid function response mode',
);
export const TRUNCATED = refusal(400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated');
export const TOO_LARGE = refusal(
  413,
  'RequestEntityTooLarge',
  `Exceeded maximum allowed payload size (${RUNTIME_LIMITS.payloadBytes} bytes).`,
);
/** Runtimes know this status: they ask for the next event. */
export const NO_ROOM = refusal(413, 'RequestEntityTooLarge', TOO_MANY_LARGE);
export const INTERNAL = refusal(500, 'InternalServerError', 'Internal Server Error');
export const NOT_FOUND = refusal(404, 'NotFound', 'The Runtime API has no such path and method.');

/** @param from the state, in the words of the service */
export function refuseTransition(from: string, to: Transition): Refusal {
  return refusal(
    403,
    'InvalidStateTransition',
    `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  );
}

export function refusal(status: number, errorType: string, errorMessage: string): Refusal {
  return { status, errorType, errorMessage };
}
