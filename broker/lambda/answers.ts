import { FRAMEWORK_ERRORS } from '../calls/frameworkErrors.ts';
import type { ServiceRequest } from '../calls/serviceRequest.ts';
import type { Failure } from '../engine/base/result.ts';
import type { LambdaErrorCode, Refusal } from './refusal.ts';

export const JSON_TYPE = 'application/json';
/** s; clients wait so long before they call again. */
const RETRY_AFTER = '1';

/** How an exception looks on the wire: some have their text in `message`, and some in `Message` (docs/functions.md#errors). */
const ERRORS: Readonly<
  Record<LambdaErrorCode, readonly [status: number, textMember: 'message' | 'Message']>
> = {
  InvalidParameterValueException: [400, 'message'],
  InvalidRequestContentException: [400, 'message'],
  RequestTooLargeException: [413, 'message'],
  ResourceConflictException: [409, 'message'],
  ResourceNotFoundException: [404, 'Message'],
  ServiceException: [500, 'Message'],
  TooManyRequestsException: [429, 'message'],
  ValidationException: [400, 'message'],
};

/** @param output undefined: no body */
export function answerSuccess(request: ServiceRequest, status: number, output: unknown): void {
  request.answer(status, JSON_TYPE, output === undefined ? '' : JSON.stringify(output));
}

/** Answers an error of an operation. */
export function answerRefusal(request: ServiceRequest, { code, message, reason }: Refusal): void {
  const [status, textMember] = ERRORS[code];
  const body = {
    ...(reason === undefined ? {} : { Reason: reason }),
    Type: status >= 500 ? 'Server' : 'User',
    [textMember]: message,
  };
  const extra = code === 'TooManyRequestsException' ? ['Retry-After', RETRY_AFTER] : [];
  answerError(request, status, code, body, extra);
}

/** Answers an error that all services have. */
export function answerFailure(request: ServiceRequest, { code, message }: Failure): void {
  const { jsonType, status } =
    code in FRAMEWORK_ERRORS
      ? FRAMEWORK_ERRORS[code as keyof typeof FRAMEWORK_ERRORS]
      : FRAMEWORK_ERRORS.AccessDenied;
  const [, name = jsonType] = jsonType.split('#');
  answerError(request, status, name, { message }, []);
}

function answerError(
  request: ServiceRequest,
  status: number,
  name: string,
  body: object,
  extra: readonly string[],
): void {
  request.answer(status, JSON_TYPE, JSON.stringify(body), ['x-amzn-ErrorType', name, ...extra]);
}
