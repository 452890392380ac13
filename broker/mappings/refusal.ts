import { WINDOW_TOO_SHORT } from '../protocol/mappingLimits.ts';

/** What keeps a mapping from being as it was asked for, by the exception of the service. */
export interface MappingRefusal {
  readonly ok: false;
  readonly code: 'InvalidParameterValueException' | 'ResourceConflictException' | 'ResourceNotFoundException';
  readonly message: string;
  /** The member that it is about, in the service's spelling; undefined: all of it. */
  readonly member: string | undefined;
}

/** The texts of the service (docs/functions.md#what-is-rejected). Where it is not known, the text is our own. */
export const MAPPING_TEXTS = {
  windowTooShort: WINDOW_TOO_SHORT,
  badPattern: 'Invalid filter pattern definition.',
  noQueue:
    'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
  noFunction: 'Function does not exist',
  noSource: 'Unrecognized event source.',
  notPermitted: (action: string): string =>
    `The provided execution role does not have permissions to call ${action} on SQS`,
  noMapping: 'The resource you requested does not exist.',
  visibilityTooShort: (visibilitySeconds: number, timeoutSeconds: number): string =>
    `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
  exists: (queueArn: string, functionName: string, id: string): string =>
    `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${id}`,
  fifoBatch: 'Maximum batch size is 10 for a FIFO queue.',
  fifoWindow: 'Maximum batching window is not supported for FIFO queues.',
  concurrencyAndPollers: 'MaximumConcurrency and ProvisionedPollerConfig are mutually exclusive.',
  pollersReversed: 'MinimumPollers must be less than or equal to MaximumPollers.',
  tooFewPollers: 'MinimumPollers and MaximumPollers must be at least 2 for an Amazon SQS queue.',
  otherRegion: 'The event source must be in the Region of the function.',
  tooMany: (maximum: number): string =>
    `Queueside keeps ${maximum} event source mappings; delete one that you no longer need.`,
  tooLarge: 'The filters and tags of all event source mappings together are too long for Queueside.',
  tooManyTags: (maximum: number): string => `A resource must not have more than ${maximum} tags.`,
} as const;

export function refuseMapping(
  code: MappingRefusal['code'],
  message: string,
  member?: string,
): MappingRefusal {
  return { ok: false, code, message, member };
}

export function refuseValue(message: string, member?: string): MappingRefusal {
  return refuseMapping('InvalidParameterValueException', message, member);
}
