import type { FoundMessage } from '../../../broker/protocol/message.ts';
import type { PlacedQueue } from '../../connections/connection.ts';
import { unlessGone } from '../../connections/notFound.ts';

/** What one search looks at, at most: more would take long, and be too much to read. */
export const SEARCH_LIMITS = { messages: 10_000, bytes: 64 * 1_048_576, found: 500 } as const;

/** So many are looked at in a queue before the next queue has its turn. */
const PART_MESSAGES = 500;

export interface FoundPlace {
  readonly place: PlacedQueue<'peek'>;
  readonly message: FoundMessage;
}

export interface SearchState {
  /** Newest first. */
  readonly found: readonly FoundPlace[];
  readonly searchedCount: number;
  readonly searchedBytes: number;
  /** Queues of which not even the newest message was searched when the search ended at a limit. */
  readonly unsearchedQueues?: number;
  /** `complete`: all messages were searched. `limited`: it ended at one of {@link SEARCH_LIMITS}. */
  readonly end?: 'complete' | 'limited' | 'cancelled';
}

/**
 * Searches the bodies of messages, in each queue from the newest on, a part of each queue at a time.
 * @param report gets the state after each part
 * @param isCancelled is asked before each part
 * @throws if a queue cannot be searched; of several, one that is deleted meanwhile is passed over
 */
export async function searchBodies(
  places: readonly PlacedQueue<'peek'>[],
  text: string,
  report: (state: SearchState) => void,
  isCancelled: () => boolean,
): Promise<SearchState> {
  let state: SearchState = { found: [], searchedCount: 0, searchedBytes: 0 };
  let open: readonly { readonly place: PlacedQueue<'peek'>; readonly cursor?: string }[] = places.map(
    (place) => ({ place }),
  );
  while (open.length > 0) {
    const rest: (typeof open)[number][] = [];
    // What is left is shared evenly, so that each queue has its turn however many there are.
    const share = Math.floor((SEARCH_LIMITS.messages - state.searchedCount) / open.length);
    const partSize = Math.max(1, Math.min(PART_MESSAGES, share));
    for (const [index, { place, cursor }] of open.entries()) {
      if (isCancelled()) return { ...state, end: 'cancelled' };
      const room = SEARCH_LIMITS.messages - state.searchedCount;
      if (
        room <= 0 ||
        state.searchedBytes >= SEARCH_LIMITS.bytes ||
        state.found.length >= SEARCH_LIMITS.found
      )
        return { ...state, unsearchedQueues: countNew(open.slice(index)), end: 'limited' };
      const { connection, queue } = place;
      const asked = connection.can.peek.search({
        queueArn: queue.arn,
        text,
        limit: Math.min(partSize, room),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const part = await (places.length === 1 ? asked : unlessGone(asked));
      if (part === undefined) continue;
      state = {
        found: [...state.found, ...part.found.map((message) => ({ place, message }))]
          .toSorted((one, other) => other.message.sentAt - one.message.sentAt)
          .slice(0, SEARCH_LIMITS.found),
        searchedCount: state.searchedCount + part.searchedCount,
        searchedBytes: state.searchedBytes + part.searchedBytes,
      };
      if (part.nextCursor !== undefined) rest.push({ place, cursor: part.nextCursor });
      report(state);
    }
    open = rest;
  }
  return { ...state, end: 'complete' };
}

/** Without a cursor, a queue had no turn yet. */
function countNew(open: readonly { readonly cursor?: string }[]): number {
  return open.filter(({ cursor }) => cursor === undefined).length;
}
