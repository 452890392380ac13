import type { Failure } from '../../broker/connections/client/failures.ts';
import type { ListedQueue } from '../connections/connection.ts';
import type { CallBudget } from './callBudget.ts';

const CALLS_AT_ONCE = 4;

interface CountOptions {
  readonly budget: CallBudget;
  /** Whether counts are still wanted. */
  readonly isWanted: () => boolean;
  /** @returns why a queue could not be counted */
  readonly count: (queue: ListedQueue) => Promise<Failure | undefined>;
}

/** Counts queues in their order, a few at the same time, as far as the budget allows. */
export async function countEach(
  queues: readonly ListedQueue[],
  { budget, isWanted, count }: CountOptions,
): Promise<{ readonly hasCounted: boolean; readonly problem: Failure | undefined }> {
  const waiting = [...queues];
  let problem: Failure | undefined;
  let hasCounted = false;
  const work = async (): Promise<void> => {
    for (;;) {
      const queue = waiting.shift();
      if (queue === undefined || !isWanted() || !budget.take()) return;
      const failure = await count(queue).finally(() => budget.finish());
      hasCounted ||= failure === undefined;
      // More of the same would make it worse.
      if (failure !== undefined && failure.kind !== 'denied' && failure.kind !== 'missing') {
        waiting.length = 0;
        problem ??= failure;
      }
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return { hasCounted, problem };
}
