import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ERROR_TABLE } from '../../../broker/sqs/wire/errorCodes.ts';

const SERVICE = 'com.amazonaws.sqs#';
const FRAMEWORK = 'com.amazon.coral.service#';
const PREFIX = 'AWS.SimpleQueueService.';

/** JSON type, Query code, HTTP status, as the contract has them. */
const EXPECTED: readonly [jsonType: string, queryCode: string, status: number][] = [
  [`${SERVICE}BatchEntryIdsNotDistinct`, `${PREFIX}BatchEntryIdsNotDistinct`, 400],
  [`${SERVICE}BatchRequestTooLong`, `${PREFIX}BatchRequestTooLong`, 400],
  [`${SERVICE}EmptyBatchRequest`, `${PREFIX}EmptyBatchRequest`, 400],
  [`${SERVICE}InvalidBatchEntryId`, `${PREFIX}InvalidBatchEntryId`, 400],
  [`${SERVICE}TooManyEntriesInBatchRequest`, `${PREFIX}TooManyEntriesInBatchRequest`, 400],
  [`${SERVICE}InvalidAddress`, 'InvalidAddress', 404],
  [`${SERVICE}InvalidAttributeName`, 'InvalidAttributeName', 400],
  [`${SERVICE}InvalidAttributeValue`, 'InvalidAttributeValue', 400],
  [`${SERVICE}InvalidIdFormat`, 'InvalidIdFormat', 400],
  [`${SERVICE}InvalidMessageContents`, 'InvalidMessageContents', 400],
  [`${SERVICE}InvalidSecurity`, 'InvalidSecurity', 403],
  [`${SERVICE}KmsAccessDenied`, 'KMS.AccessDeniedException', 400],
  [`${SERVICE}KmsDisabled`, 'KMS.DisabledException', 400],
  [`${SERVICE}KmsInvalidKeyUsage`, 'KMS.InvalidKeyUsageException', 400],
  [`${SERVICE}KmsInvalidState`, 'KMS.InvalidStateException', 400],
  [`${SERVICE}KmsNotFound`, 'KMS.NotFoundException', 400],
  [`${SERVICE}KmsOptInRequired`, 'KMS.OptInRequired', 403],
  [`${SERVICE}KmsThrottled`, 'KMS.ThrottlingException', 400],
  [`${SERVICE}MessageNotInflight`, `${PREFIX}MessageNotInflight`, 400],
  [`${SERVICE}OverLimit`, 'OverLimit', 403],
  [`${SERVICE}PurgeQueueInProgress`, `${PREFIX}PurgeQueueInProgress`, 403],
  [`${SERVICE}QueueDeletedRecently`, `${PREFIX}QueueDeletedRecently`, 400],
  [`${SERVICE}QueueDoesNotExist`, `${PREFIX}NonExistentQueue`, 400],
  [`${SERVICE}QueueNameExists`, 'QueueAlreadyExists', 400],
  [`${SERVICE}ReceiptHandleIsInvalid`, 'ReceiptHandleIsInvalid', 404],
  [`${SERVICE}RequestThrottled`, 'RequestThrottled', 403],
  [`${SERVICE}ResourceNotFoundException`, 'ResourceNotFoundException', 404],
  [`${SERVICE}UnsupportedOperation`, `${PREFIX}UnsupportedOperation`, 400],
  [`${FRAMEWORK}InvalidParameterValueException`, 'InvalidParameterValue', 400],
  [`${FRAMEWORK}EmptyValueException`, 'EmptyValue', 400],
  [`${FRAMEWORK}MissingRequiredParameterException`, 'MissingParameter', 400],
  [`${FRAMEWORK}UnknownOperationException`, 'InvalidAction', 400],
  [`${FRAMEWORK}SerializationException`, 'MalformedInput', 400],
  [`${FRAMEWORK}AccessDeniedException`, 'AccessDenied', 403],
  [`${FRAMEWORK}UnrecognizedClientException`, 'InvalidClientTokenId', 403],
  [`${FRAMEWORK}InvalidSignatureException`, 'SignatureDoesNotMatch', 403],
  [`${FRAMEWORK}IncompleteSignatureException`, 'IncompleteSignature', 400],
  [`${FRAMEWORK}MissingAuthenticationTokenException`, 'MissingAuthenticationToken', 403],
  [`${FRAMEWORK}ExpiredTokenException`, 'ExpiredToken', 403],
  [`${FRAMEWORK}ThrottlingException`, 'ThrottlingException', 400],
  [`${FRAMEWORK}InternalFailure`, 'InternalError', 500],
  [`${FRAMEWORK}ServiceUnavailable`, 'ServiceUnavailable', 503],
];

describe('The error table', () => {
  it('has the rows of the contract and no others', () => {
    const rows = Object.values(ERROR_TABLE).map(({ jsonType, queryCode, status }) => [
      jsonType,
      queryCode,
      status,
    ]);
    assert.deepEqual(rows, EXPECTED);
  });

  it('blames the receiver for 5xx and the sender for all others', () => {
    for (const { fault, status, queryCode } of Object.values(ERROR_TABLE)) {
      assert.equal(fault, status >= 500 ? 'Receiver' : 'Sender', queryCode);
    }
  });

  it('is what docs/errors.md shows', () => {
    const page = readFileSync('docs/errors.md', 'utf8');
    const documented = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (\d{3}) \|/gm)].map(
      ([, queryCode, jsonType, status]) => [jsonType, queryCode, Number(status)],
    );
    assert.deepEqual(documented, EXPECTED);
  });
});
