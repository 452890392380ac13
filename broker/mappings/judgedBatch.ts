import type { Slice, Sliced } from '../eventFilters/slices.ts';
import type { Batch } from './batch.ts';
import type { BatchOutcome, judgeBatch, ProcessedEnd } from './outcome.ts';
import type { GatheredMessage } from './ports.ts';

/** A batch whose invocation is over, and what becomes of its messages. */
export interface JudgedBatch {
  readonly batch: Batch;
  readonly end: ProcessedEnd;
  readonly outcome: BatchOutcome<GatheredMessage>;
}

/** What reads the end of an invocation, in slices. @param readsReports as in {@link judgeBatch} */
export function createJudgement(
  judge: typeof judgeBatch,
  batch: Batch,
  end: ProcessedEnd,
  readsReports: boolean,
): (slice: Slice) => Sliced<JudgedBatch> {
  return (slice) => judgeInSlices(judge, { batch, end, readsReports }, slice);
}

/** Not a function of each batch: see the reading of a message. */
function* judgeInSlices(
  judge: typeof judgeBatch,
  { batch, end, readsReports }: Pick<JudgedBatch, 'batch' | 'end'> & { readonly readsReports: boolean },
  slice: Slice,
): Sliced<JudgedBatch> {
  const outcome = yield* judge(batch.messages, end, readsReports, slice);
  return { batch, end, outcome };
}
