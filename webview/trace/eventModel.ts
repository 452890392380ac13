import type { TraceEvent } from '../../broker/protocol/trace.ts';

/** Something that is computed from the kept events, one by one as they come. */
export interface EventModel {
  /** Takes the next event; `position` is its place in the ring and rises with every call. */
  apply(event: TraceEvent, position: number): void;
  /** Events before this position are no longer kept. */
  evict(firstPosition: number): void;
  /** Forgets everything: the events are given again, or there are none. */
  reset(): void;
}
