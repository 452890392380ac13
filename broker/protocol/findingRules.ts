import * as l10n from '@vscode/l10n';

/** What the broker looks for, in words; `npm run protocol` writes this file from `broker/findings/rules`. */
export const FINDING_RULES = {
  deletedTooLate: l10n.t('Messages deleted after their visibility timeout ended'),
  slowHandler: l10n.t('Handlers slower than the visibility timeout'),
  neverDeleted: l10n.t('Messages received but never deleted'),
  poisonMessage: l10n.t('Messages that fail repeatedly'),
  partialBatch: l10n.t('Batches with failed entries'),
  shortPolling: l10n.t('Short polling in a loop'),
  receiveCountNearMaximum: l10n.t('Messages one receive away from the dead-letter queue'),
  groupBlocked: l10n.t('Message groups blocked by one message'),
  expiredUnread: l10n.t('Messages that expire unread'),
  poolFlapping: l10n.t('Worker pools that flap'),
  poolRawDepth: l10n.t('Target tracking on the number of messages'),
  poolCooldown: l10n.t('Cooldowns longer than the backlog lasts'),
  poolAlarmWithoutData: l10n.t('Scaling policies whose alarm has no data'),
  poolShortTimeout: l10n.t('Visibility timeouts shorter than the grace period'),
  poolIgnoresStop: l10n.t('Consumers that ignore SIGTERM'),
  poolReceivesLate: l10n.t('Receives after SIGTERM'),
  filterDropsAll: l10n.t('Filters that delete every message'),
  functionShortVisibility: l10n.t('Visibility timeouts below 6 times the timeout of the function'),
  unreadItemFailures: l10n.t('Reports of failed messages that the mapping ignores'),
  badItemFailures: l10n.t('Reports of failed messages that fail the whole batch'),
  swallowedError: l10n.t('Functions that log an error and return'),
  fifoFailureSkipped: l10n.t('FIFO messages processed behind a failed one of their group'),
  functionRecursion: l10n.t('Functions that send to the queue that invokes them'),
} as const;
