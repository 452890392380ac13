import { type ErrorRow, FRAMEWORK_ERRORS } from '../../calls/frameworkErrors.ts';
import type { ErrorCode } from '../../engine/base/result.ts';

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

  ...FRAMEWORK_ERRORS,
};
