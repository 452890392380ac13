import type { TraceEventKind } from '../../../broker/protocol/trace.ts';

/** What is drawn as a sign in the life of a message; of two in one place the higher one is what matters. */
const RANKS: Partial<Readonly<Record<TraceEventKind, number>>> = {
  visibilityChanged: 1,
  deduplicated: 2,
  rejected: 3,
  fault: 4,
  expired: 5,
  deleted: 6,
  batchItemFailed: 7,
  filteredOut: 8,
  redriven: 9,
  purged: 10,
  retentionExpired: 11,
  movedToDeadLetter: 12,
};

/** How much a sign matters, beside others in the same place. */
export function rankMark(kind: TraceEventKind): number {
  return RANKS[kind] ?? 0;
}

export function isSign(kind: TraceEventKind): boolean {
  return RANKS[kind] !== undefined;
}

/** All kinds of signs, those that matter most first. */
export const SIGN_KINDS = (Object.keys(RANKS) as TraceEventKind[]).toSorted(
  (one, other) => rankMark(other) - rankMark(one),
);
