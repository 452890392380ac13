import type { TraceEvent } from '../../../broker/protocol/trace.ts';

export interface NewRun {
  /** Its events are known from the first one on. */
  readonly isWhole: boolean;
}

/** Something that is computed from the kept events, one by one as they come. */
export interface EventModel {
  /**
   * Takes the next event; `position` is its place in the ring and rises with every call. `moment` is its time as the
   * ClockLine has it.
   */
  apply(event: TraceEvent, position: number, moment: number): void;
  /** Events before this position are no longer kept. */
  evict(firstPosition: number): void;
  /** The broker started again at this moment; what comes next is of its new run. */
  startRun(moment: number, run: NewRun): void;
  /** Forgets everything: the events are given again, or there are none. */
  reset(): void;
}
