const FIRST = '\0first\0';

type Left = 'none' | 'first' | 'all';

/** What a function can return, by what becomes of a batch of two messages; FIRST stands for the id of the first. */
export const RETURNED: readonly (readonly [returned: string, left: Left])[] = [
  ['null', 'none'],
  ['', 'none'],
  ['{}', 'none'],
  ['{"batchItemFailures":null}', 'none'],
  ['{"batchItemFailures":[]}', 'none'],
  [`{"batchItemFailures":[{"itemIdentifier":"${FIRST}"}]}`, 'first'],
  ['not JSON', 'all'],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'all'],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'all'],
  [`{"batchItemFailures":[{"foo":"${FIRST}"}]}`, 'all'],
  ['{"batchItemFailures":[{"itemIdentifier":"unknown"}]}', 'all'],
  [`{"batchItemFailures":[{"itemIdentifier":"${FIRST}"},{"itemIdentifier":"unknown"}]}`, 'all'],
  ['{"statusCode":200}', 'none'],
  ['5', 'none'],
  ['"text"', 'none'],
  ['true', 'none'],
  [`{"batchItemFailures":[{"itemIdentifier":"${FIRST}"},{"itemIdentifier":"${FIRST}"}]}`, 'first'],
  ['{"batchItemFailures":"all"}', 'all'],
];

/** A returned text, for a title. */
export function describeReturned(returned: string): string {
  return returned.replaceAll(FIRST, 'id') || 'nothing';
}

/** What the function sends to its Runtime API. */
export function writeReturned(returned: string, firstId: string): string {
  return returned.replaceAll(FIRST, firstId);
}

/** Which messages of a batch come again. */
export function leftOf<T>(batch: readonly T[], left: Left, reportsItemFailures: boolean): readonly T[] {
  if (!reportsItemFailures) return [];
  return { none: [], first: batch.slice(0, 1), all: batch }[left];
}
