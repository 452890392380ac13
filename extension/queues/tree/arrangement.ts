import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { compareNames } from '../../ground/nameOrder.ts';
import { countMessages, matchesFilter, mayHaveMessages } from '../queueText.ts';

export const SORTINGS = ['name', 'messages', 'age'] as const;
export const GROUPINGS = ['none', 'prefix', 'deadLetters'] as const;

export type Sorting = (typeof SORTINGS)[number];
export type Grouping = (typeof GROUPINGS)[number];

/** How the Queues view shows queues, beside the filter. */
export interface Arrangement {
  readonly sorting: Sorting;
  readonly grouping: Grouping;
  readonly hidesEmpty: boolean;
  /** Addresses of queues, as text: see `formatQueueRef`. */
  readonly pinned: readonly string[];
}

export const PLAIN_ARRANGEMENT: Arrangement = {
  sorting: 'name',
  grouping: 'none',
  hidesEmpty: false,
  pinned: [],
};

/** How queues are arranged, with what is known of each by its ARN. */
export interface ArrangementRules extends Omit<Arrangement, 'pinned'> {
  readonly isPinned: (arn: string) => boolean;
  /** Shown although it is empty, because it was asked for. */
  readonly isRevealed: (arn: string) => boolean;
}

/** Queues below a row of their own. */
export interface QueueGroup {
  readonly kind: 'pinned' | 'prefix' | 'deadLetters';
  /** Unique within its kind: the prefix, or the ARN of the dead-letter queue. */
  readonly key: string;
  readonly queues: readonly QueueSummary[];
}

/** What the view shows of a connection, from the top. */
export interface ArrangedQueues {
  readonly rows: readonly (QueueSummary | QueueGroup)[];
  /** Queues that match the filter and are left out because they are empty. */
  readonly hiddenCount: number;
}

export function isGroup(row: QueueSummary | QueueGroup): row is QueueGroup {
  return 'queues' in row;
}

/**
 * Puts queues in the order and the groups that the user wants. Pinned queues come first, and are shown when they are empty.
 * @param filter part of a name, any case; empty: all
 */
export function arrangeQueues(
  queues: readonly QueueSummary[],
  { sorting, grouping, hidesEmpty, isPinned, isRevealed }: ArrangementRules,
  filter: string,
): ArrangedQueues {
  const matching = queues.filter(({ name }) => matchesFilter(name, filter));
  const pinned = matching.filter(({ arn }) => isPinned(arn));
  const others = pinned.length === 0 ? matching : matching.filter(({ arn }) => !isPinned(arn));
  const shown = hidesEmpty
    ? others.filter((queue) => mayHaveMessages(queue) || isRevealed(queue.arn))
    : others;
  const rows = groupQueues(shown, grouping).map((row) =>
    isGroup(row) ? { ...row, queues: sortQueues(row.queues, sorting) } : row,
  );
  const compare = COMPARISONS[sorting];
  rows.sort((one, other) => compare(representative(one), representative(other)));
  return {
    rows:
      pinned.length === 0
        ? rows
        : [{ kind: 'pinned', key: '', queues: sortQueues(pinned, sorting) }, ...rows],
    hiddenCount: others.length - shown.length,
  };
}

/** What the name of a queue begins with, up to its first separator; undefined if it has none. */
export function prefixOf(name: string): string | undefined {
  return /^[^._-]+(?:[_-]|\.(?!fifo$))(?=.)/.exec(name)?.[0];
}

type SortKey = Pick<QueueSummary, 'name' | 'counts' | 'oldestSentAt'>;

function byName(one: SortKey, other: SortKey): number {
  return compareNames(one.name, other.name);
}

/** Each ends with the name, so that queues keep their places while nothing about them changes. */
const COMPARISONS: Readonly<Record<Sorting, (one: SortKey, other: SortKey) => number>> = {
  name: byName,
  messages: (one, other) => countMessages(other.counts) - countMessages(one.counts) || byName(one, other),
  age: (one, other) => ageKey(one) - ageKey(other) || byName(one, other),
};

/** Queues without messages come last. */
function ageKey({ oldestSentAt }: SortKey): number {
  return oldestSentAt ?? Number.MAX_SAFE_INTEGER;
}

function sortQueues(queues: readonly QueueSummary[], sorting: Sorting): QueueSummary[] {
  return queues.toSorted(COMPARISONS[sorting]);
}

/** What a group is sorted by: the name of its first queue, all of its messages, and the oldest of them. */
function representative(row: QueueSummary | QueueGroup): SortKey {
  if (!isGroup(row)) return row;
  const ages = row.queues.flatMap(({ oldestSentAt }) => oldestSentAt ?? []);
  const oldestSentAt = ages.length === 0 ? undefined : Math.min(...ages);
  return {
    name:
      row.kind === 'prefix' ? row.key : (row.queues.map(({ name }) => name).toSorted(compareNames)[0] ?? ''),
    counts: sumCounts(row.queues),
    ...(oldestSentAt === undefined ? {} : { oldestSentAt }),
  };
}

export function sumCounts(queues: readonly QueueSummary[]): QueueSummary['counts'] {
  const sum = { visible: 0, inFlight: 0, delayed: 0 };
  for (const { counts } of queues) {
    sum.visible += counts.visible;
    sum.inFlight += counts.inFlight;
    sum.delayed += counts.delayed;
  }
  return sum;
}

/** A queue that would be alone in its group is a row without one. */
function groupQueues(queues: readonly QueueSummary[], grouping: Grouping): (QueueSummary | QueueGroup)[] {
  if (grouping === 'none') return [...queues];
  const keyOf = grouping === 'prefix' ? ({ name }: QueueSummary) => prefixOf(name) : deadLetterKey;
  const groups = new Map<string, QueueSummary[]>();
  const rows: (QueueSummary | QueueGroup)[] = [];
  for (const queue of queues) {
    const key = keyOf(queue);
    const group = key === undefined ? undefined : groups.get(key);
    if (key === undefined) rows.push(queue);
    else if (group === undefined) groups.set(key, [queue]);
    else group.push(queue);
  }
  for (const [key, members] of groups)
    rows.push(...(members.length > 1 ? [{ kind: grouping, key, queues: members }] : members));
  return rows;
}

/** A dead-letter queue is in one group with the queues that use it. */
function deadLetterKey({ arn, deadLetterSources, deadLetterTarget }: QueueSummary): string | undefined {
  return deadLetterSources.length > 0 ? arn : deadLetterTarget;
}
