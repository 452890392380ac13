import type { Caller } from '../../broker/engine/base/caller.ts';

/** Who calls the engine where no front is in between. */
export const benchCaller: Caller = {
  consumerId: 'BENCH',
  accessKeyId: 'BENCH',
  account: '000000000000',
  region: 'us-east-1',
  userAgent: 'bench',
  requestId: '00000000-0000-4000-8000-000000000000',
  action: 'Bench',
};
