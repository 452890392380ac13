import type { BatchEntry, BatchFailure, BatchOutcome } from '../../engine/operations/batch.ts';
import type { Call } from './action.ts';
import { ERROR_TABLE } from '../wire/errors.ts';
import { boolean, list, type Members, string, structure } from '../wire/shapes.ts';

/** The answer of a batch action; `queryName` as its XML calls a successful entry. */
export function batchOutput<M extends Members>(queryName: string, members: M) {
  return structure({
    Successful: list(queryName, structure({ Id: string, ...members })),
    Failed: list(
      'BatchResultErrorEntry',
      structure({ Id: string, Code: string, Message: string, SenderFault: boolean }),
    ),
  });
}

/** Entries as the engine takes them. */
export function toBatchEntries<G extends { readonly Id?: string | undefined }, T>(
  given: readonly G[] | undefined,
  toInput: (entry: G) => T,
): readonly BatchEntry<T>[] | undefined {
  return given?.map((entry) => ({ id: entry.Id, input: toInput(entry) }));
}

/** Notes for trace and accounting how many entries were done and how many failed. */
export function countOutcome(call: Call, { successful, failed }: BatchOutcome<unknown>): void {
  call.messageCount = successful.length;
  const [first] = failed;
  if (first === undefined) return;
  call.failedEntries = {
    count: failed.length,
    code: ERROR_TABLE[first.code].queryCode,
    message: first.message,
  };
}

/** What became of the entries, as an answer's members; the model requires both lists, empty ones too. */
export function describeOutcome<T, M extends object>(
  outcome: BatchOutcome<T>,
  describe: (value: T) => M,
): {
  readonly Successful: readonly ({ readonly Id: string } & M)[];
  readonly Failed: readonly ReturnType<typeof describeFailedEntry>[];
} {
  return {
    Successful: outcome.successful.map(({ id, value }) => ({ Id: id, ...describe(value) })),
    Failed: outcome.failed.map(describeFailedEntry),
  };
}

/** For entries of which nothing is answered but that they were done. */
export function describeNothing(): object {
  return {};
}

function describeFailedEntry(failure: BatchFailure) {
  return {
    Id: failure.id,
    Code: ERROR_TABLE[failure.code].queryCode,
    Message: failure.message,
    SenderFault: failure.senderFault,
  };
}

/** For lists that the model does not require: the service leaves them out when they are empty. */
export function omitEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}
