/** What the broker looks for, in words; `npm run protocol` writes this file from `broker/findings/rules`. */
export const FINDING_RULES = {
  deletedTooLate: 'Messages deleted after their visibility timeout ended',
  slowHandler: 'Handlers slower than the visibility timeout',
  neverDeleted: 'Messages received but never deleted',
  poisonMessage: 'Messages that fail repeatedly',
  partialBatch: 'Batches with failed entries',
  shortPolling: 'Short polling in a loop',
  receiveCountNearMaximum: 'Messages one receive away from the dead-letter queue',
  groupBlocked: 'Message groups blocked by one message',
  expiredUnread: 'Messages that expire unread',
} as const;
