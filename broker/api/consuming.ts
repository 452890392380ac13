/**
 * What has to be allowed to whoever takes messages out of a queue on behalf of another:
 * a move task (contract §1.16), or an event source mapping. The first that is missing is the one that a refusal names.
 */
export const CONSUMING_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;
