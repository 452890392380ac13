import type { ErrorCode } from '../engine/base/result.ts';

/** How one error of the service looks on the wire. */
export interface ErrorRow {
  /** Value of `__type` in a JSON answer, namespace included. */
  readonly jsonType: string;
  /** `<Code>` of an XML answer, the first part of `x-amzn-query-error`, and `Code` of a failed batch entry. */
  readonly queryCode: string;
  /** HTTP status. */
  readonly status: number;
  /** Who is to blame: `Sender` for 4xx, `Receiver` for 5xx. */
  readonly fault: 'Sender' | 'Receiver';
}

/** An error of the framework that AWS services are built on: not in the model, another namespace and suffix. */
function framework(type: string, status: number, queryCode: string): ErrorRow {
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  return { jsonType: `com.amazon.coral.service#${type}`, queryCode, status, fault };
}

/** The errors that all services answer in the same way. */
export const FRAMEWORK_ERRORS = {
  InvalidParameterValue: framework('InvalidParameterValueException', 400, 'InvalidParameterValue'),
  // Only ever seen as the code of a failed batch entry.
  EmptyValue: framework('EmptyValueException', 400, 'EmptyValue'),
  MissingParameter: framework('MissingRequiredParameterException', 400, 'MissingParameter'),
  InvalidAction: framework('UnknownOperationException', 400, 'InvalidAction'),
  MalformedInput: framework('SerializationException', 400, 'MalformedInput'),
  AccessDenied: framework('AccessDeniedException', 403, 'AccessDenied'),
  InvalidClientTokenId: framework('UnrecognizedClientException', 403, 'InvalidClientTokenId'),
  SignatureDoesNotMatch: framework('InvalidSignatureException', 403, 'SignatureDoesNotMatch'),
  IncompleteSignature: framework('IncompleteSignatureException', 400, 'IncompleteSignature'),
  MissingAuthenticationToken: framework(
    'MissingAuthenticationTokenException',
    403,
    'MissingAuthenticationToken',
  ),
  ExpiredToken: framework('ExpiredTokenException', 403, 'ExpiredToken'),
  ThrottlingException: framework('ThrottlingException', 400, 'ThrottlingException'),
  InternalError: framework('InternalFailure', 500, 'InternalError'),
  ServiceUnavailable: framework('ServiceUnavailable', 503, 'ServiceUnavailable'),
} satisfies Partial<Record<ErrorCode, ErrorRow>>;
