import type { ErrorRow } from '../../calls/frameworkErrors.ts';
import type { CloudWatchErrorCode } from '../refusal.ts';

/** An error that the service's model declares. */
function modelled(shape: string, status: number, queryCode: string): ErrorRow {
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  return { jsonType: `com.amazonaws.cloudwatch#${shape}`, queryCode, status, fault };
}

/** Every error of the operations (docs/cloudwatch.md); those of the framework are the same as those of SQS. */
export const ERRORS: Readonly<Record<CloudWatchErrorCode, ErrorRow>> = {
  InvalidParameterValue: modelled('InvalidParameterValueException', 400, 'InvalidParameterValue'),
  MissingParameter: modelled('MissingRequiredParameterException', 400, 'MissingParameter'),
  InvalidParameterCombination: modelled(
    'InvalidParameterCombinationException',
    400,
    'InvalidParameterCombination',
  ),
  InvalidNextToken: modelled('InvalidNextToken', 400, 'InvalidNextToken'),
  InvalidFormat: modelled('InvalidFormatFault', 400, 'InvalidFormat'),
  LimitExceeded: modelled('LimitExceededFault', 400, 'LimitExceeded'),
  ResourceNotFound: modelled('ResourceNotFound', 404, 'ResourceNotFound'),
  InternalServiceError: modelled('InternalServiceFault', 500, 'InternalServiceError'),
  ValidationError: {
    jsonType: 'com.amazon.coral.validate#ValidationException',
    queryCode: 'ValidationError',
    status: 400,
    fault: 'Sender',
  },
};
