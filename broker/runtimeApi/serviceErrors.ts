import { TOO_MANY_LARGE } from './refusals.ts';
import { RUNTIME_LIMITS } from './runtimeLimits.ts';
import type { FunctionError } from '../functions/seat.ts';

/** What invokers see where the service itself says why a function failed. */
function serviceError(errorType: string, errorMessage: string): FunctionError {
  return { errorType, body: Buffer.from(JSON.stringify({ errorMessage, errorType })) };
}

export const RESPONSE_TOO_LARGE = serviceError(
  'Function.ResponseSizeTooLarge',
  `Response payload size exceeded maximum allowed payload size (${RUNTIME_LIMITS.payloadBytes} bytes).`,
);
export const RESPONSE_NOT_READ = serviceError('Runtime.TooManyLargeResponses', TOO_MANY_LARGE);
export const TRUNCATED_RESPONSE = serviceError(
  'Runtime.TruncatedResponse',
  'The connection was closed in the middle of the response.',
);
export const INVALID_MODE = serviceError(
  'Runtime.InvalidResponseModeHeader',
  'The response mode of the function is not valid.',
);
