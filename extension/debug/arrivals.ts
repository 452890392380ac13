import type { TraceEvent } from '../../broker/protocol/trace.ts';

/** A breakpoint on messages: on any arrival in one queue, or on any message that is given up as dead. */
export interface ArrivalBreakpoint {
  /** The queue's ARN, or {@link ANY_DEAD_LETTER}. */
  readonly id: string;
  readonly isEnabled: boolean;
}

/** The breakpoint for messages that reach a dead-letter queue, whichever. */
export const ANY_DEAD_LETTER = 'deadLetter';

export interface Arrival {
  readonly breakpoint: ArrivalBreakpoint;
  /** Where the message arrived. */
  readonly queueArn: string;
  readonly messageId: string;
}

/** @returns the arrival that an event is, when a breakpoint waits for it. */
export function findArrival(
  breakpoints: readonly ArrivalBreakpoint[],
  event: TraceEvent,
): Arrival | undefined {
  const queueArn = findDestination(event);
  if (queueArn === undefined || event.messageId === undefined) return undefined;
  const breakpoint = breakpoints.find(
    ({ id, isEnabled }) =>
      isEnabled && (id === queueArn || (id === ANY_DEAD_LETTER && event.kind === 'movedToDeadLetter')),
  );
  return breakpoint && { breakpoint, queueArn, messageId: event.messageId };
}

/** The queue that an event brings a message into. */
function findDestination(event: TraceEvent): string | undefined {
  switch (event.kind) {
    case 'sent':
      return event.queueArn;
    case 'movedToDeadLetter':
    case 'redriven':
      return event.otherQueueArn;
    default:
      return undefined;
  }
}
