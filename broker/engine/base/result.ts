/**
 * The errors of the service by their Query code (contract §3.1, §3.2) without the `AWS.SimpleQueueService.` prefix.
 * The fronts add JSON type, HTTP status and headers.
 */
export type ErrorCode =
  | 'AccessDenied'
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'EmptyValue'
  | 'InternalError'
  | 'InvalidAction'
  | 'InvalidAddress'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidBatchEntryId'
  | 'InvalidMessageContents'
  | 'InvalidParameterValue'
  | 'InvalidSecurity'
  | 'KmsAccessDenied'
  | 'KmsDisabled'
  | 'KmsInvalidKeyUsage'
  | 'KmsInvalidState'
  | 'KmsNotFound'
  | 'KmsOptInRequired'
  | 'KmsThrottled'
  | 'MalformedInput'
  | 'MessageNotInflight'
  | 'MissingParameter'
  | 'NonExistentQueue'
  | 'OverLimit'
  | 'PurgeQueueInProgress'
  | 'QueueAlreadyExists'
  | 'QueueDeletedRecently'
  | 'ReceiptHandleIsInvalid'
  | 'RequestThrottled'
  | 'ResourceNotFoundException'
  | 'ServiceUnavailable'
  | 'TooManyEntriesInBatchRequest'
  | 'UnsupportedOperation'
  | 'InvalidClientTokenId'
  | 'SignatureDoesNotMatch'
  | 'IncompleteSignature'
  | 'MissingAuthenticationToken'
  | 'ExpiredToken'
  | 'ThrottlingException';

/** An expected error. `parameter` names the request member that it is about, so that a form can show it there. */
export interface Failure {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  readonly parameter?: string;
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export type Result<T> = Success<T> | Failure;

export function succeed<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, message: string, parameter?: string): Failure {
  return parameter === undefined ? { ok: false, code, message } : { ok: false, code, message, parameter };
}
