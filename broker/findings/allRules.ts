import type { Rule } from './rule.ts';
import { badItemFailures } from './rules/badItemFailures.ts';
import { deletedTooLate } from './rules/deletedTooLate.ts';
import { expiredUnread } from './rules/expiredUnread.ts';
import { fifoFailureSkipped } from './rules/fifoFailureSkipped.ts';
import { filterDropsAll } from './rules/filterDropsAll.ts';
import { functionRecursion } from './rules/functionRecursion.ts';
import { functionShortVisibility } from './rules/functionShortVisibility.ts';
import { groupBlocked } from './rules/groupBlocked.ts';
import { neverDeleted } from './rules/neverDeleted.ts';
import { partialBatch } from './rules/partialBatch.ts';
import { poisonMessage } from './rules/poisonMessage.ts';
import { poolAlarmWithoutData } from './rules/poolAlarmWithoutData.ts';
import { poolCooldown } from './rules/poolCooldown.ts';
import { poolFlapping } from './rules/poolFlapping.ts';
import { poolIgnoresStop } from './rules/poolIgnoresStop.ts';
import { poolRawDepth } from './rules/poolRawDepth.ts';
import { poolReceivesLate } from './rules/poolReceivesLate.ts';
import { poolShortTimeout } from './rules/poolShortTimeout.ts';
import { receiveCountNearMaximum } from './rules/receiveCountNearMaximum.ts';
import { shortPolling } from './rules/shortPolling.ts';
import { slowHandler } from './rules/slowHandler.ts';
import { swallowedError } from './rules/swallowedError.ts';
import { unreadItemFailures } from './rules/unreadItemFailures.ts';

/** Every rule; `npm run protocol` writes this file from the folder `rules`. */
export const RULES: readonly Rule[] = [
  deletedTooLate,
  slowHandler,
  neverDeleted,
  poisonMessage,
  partialBatch,
  shortPolling,
  receiveCountNearMaximum,
  groupBlocked,
  expiredUnread,
  poolFlapping,
  poolRawDepth,
  poolCooldown,
  poolAlarmWithoutData,
  poolShortTimeout,
  poolIgnoresStop,
  poolReceivesLate,
  filterDropsAll,
  functionShortVisibility,
  unreadItemFailures,
  badItemFailures,
  swallowedError,
  fifoFailureSkipped,
  functionRecursion,
];
