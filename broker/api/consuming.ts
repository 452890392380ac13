/**
 * What has to be allowed to a caller that takes messages out of a queue for another one:
 * a move task (contract §1.16), or an event source mapping. The first that is missing is the one that a refusal names.
 */
export const CONSUMING_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;
