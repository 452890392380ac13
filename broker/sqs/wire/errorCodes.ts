import type { ErrorCode } from '../../engine/base/result.ts';

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

/** `InvalidIdFormat` is in the model, deprecated, and never sent by an action. */
export type WireErrorCode = ErrorCode | 'InvalidIdFormat';

/** An error that the service model of SQS declares. */
function modelled(shape: string, status: number, queryCode = shape): ErrorRow {
  return { jsonType: `com.amazonaws.sqs#${shape}`, queryCode, status, fault: 'Sender' };
}

/** A modelled error whose Query code carries the service's prefix. */
function prefixed(shape: string, status: number, code = shape): ErrorRow {
  return modelled(shape, status, `AWS.SimpleQueueService.${code}`);
}

/** An error of the framework that AWS services are built on: not in the model, another namespace and suffix. */
function framework(type: string, status: number, queryCode: string): ErrorRow {
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  return { jsonType: `com.amazon.coral.service#${type}`, queryCode, status, fault };
}

/**
 * Every error that the front may answer. `docs/errors.md` shows this table; a test holds them together.
 * Source: the service model, and recordings of the service for the framework's errors and the HTTP statuses.
 */
export const ERROR_TABLE: Readonly<Record<WireErrorCode, ErrorRow>> = {
  BatchEntryIdsNotDistinct: prefixed('BatchEntryIdsNotDistinct', 400),
  BatchRequestTooLong: prefixed('BatchRequestTooLong', 400),
  EmptyBatchRequest: prefixed('EmptyBatchRequest', 400),
  InvalidBatchEntryId: prefixed('InvalidBatchEntryId', 400),
  TooManyEntriesInBatchRequest: prefixed('TooManyEntriesInBatchRequest', 400),
  InvalidAddress: modelled('InvalidAddress', 404),
  InvalidAttributeName: modelled('InvalidAttributeName', 400),
  InvalidAttributeValue: modelled('InvalidAttributeValue', 400),
  InvalidIdFormat: modelled('InvalidIdFormat', 400),
  InvalidMessageContents: modelled('InvalidMessageContents', 400),
  InvalidSecurity: modelled('InvalidSecurity', 403),
  KmsAccessDenied: modelled('KmsAccessDenied', 400, 'KMS.AccessDeniedException'),
  KmsDisabled: modelled('KmsDisabled', 400, 'KMS.DisabledException'),
  KmsInvalidKeyUsage: modelled('KmsInvalidKeyUsage', 400, 'KMS.InvalidKeyUsageException'),
  KmsInvalidState: modelled('KmsInvalidState', 400, 'KMS.InvalidStateException'),
  KmsNotFound: modelled('KmsNotFound', 400, 'KMS.NotFoundException'),
  KmsOptInRequired: modelled('KmsOptInRequired', 403, 'KMS.OptInRequired'),
  KmsThrottled: modelled('KmsThrottled', 400, 'KMS.ThrottlingException'),
  MessageNotInflight: prefixed('MessageNotInflight', 400),
  OverLimit: modelled('OverLimit', 403),
  PurgeQueueInProgress: prefixed('PurgeQueueInProgress', 403),
  QueueDeletedRecently: prefixed('QueueDeletedRecently', 400),
  NonExistentQueue: prefixed('QueueDoesNotExist', 400, 'NonExistentQueue'),
  QueueAlreadyExists: modelled('QueueNameExists', 400, 'QueueAlreadyExists'),
  ReceiptHandleIsInvalid: modelled('ReceiptHandleIsInvalid', 404),
  RequestThrottled: modelled('RequestThrottled', 403),
  ResourceNotFoundException: modelled('ResourceNotFoundException', 404),
  UnsupportedOperation: prefixed('UnsupportedOperation', 400),

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
};
