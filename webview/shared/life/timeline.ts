import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { oneLine } from '../oneLine.ts';
import { EVENT_KINDS } from './eventKinds.ts';

/** One step of a message's life. */
export interface TimelineStep {
  readonly event: TraceEvent;
  /** ms since the step before; undefined for the first one. */
  readonly sincePreviousMs?: number;
  /** What happened, as a short sentence part after the kind's label. */
  readonly summary: string;
}

export interface Timeline {
  readonly messageId: string;
  readonly queueArn?: string;
  readonly steps: readonly TimelineStep[];
  /** From the first to the last step. */
  readonly totalMs: number;
  /** Its state after the last step. */
  readonly outcome: 'waiting' | 'inFlight' | 'deleted' | 'deadLettered' | 'lost';
  /** The send is not among the events: the life began before what is kept. */
  readonly startsLate: boolean;
}

/** Orders a message's events into its life. Events may repeat; an empty list gives undefined. */
export function buildTimeline(messageId: string, events: readonly TraceEvent[]): Timeline | undefined {
  // Sequence numbers start again with the broker, and a message may outlive it: the time tells the runs apart.
  const distinct = new Map(
    events
      .filter((event) => event.messageId === messageId)
      .map((event) => [`${event.at} ${event.sequence}`, event]),
  );
  const ordered = [...distinct.values()].sort(
    (left, right) => left.at - right.at || left.sequence - right.sequence,
  );
  const first = ordered[0];
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const steps = ordered.map((event, index): TimelineStep => {
    const previous = ordered[index - 1];
    const summary = summarizeStep(event);
    return previous === undefined
      ? { event, summary }
      : { event, summary, sincePreviousMs: event.at - previous.at };
  });
  const queueArn = findCurrentQueue(ordered);
  return {
    messageId,
    ...(queueArn === undefined ? {} : { queueArn }),
    steps,
    totalMs: last.at - first.at,
    outcome: findOutcome(ordered),
    startsLate: !ordered.some((event) => event.kind === 'sent'),
  };
}

/** The one-line text of a list row or timeline step besides its columns; can be empty. */
export function summarizeStep(event: TraceEvent): string {
  if (event.error !== undefined) return oneLine(`${event.error.code}: ${event.error.message}`);
  if (event.detail !== undefined) return oneLine(event.detail);
  return EVENT_KINDS[event.kind].summarize?.(event) ?? '';
}

/** After a move the message is in the other queue. */
function findCurrentQueue(events: readonly TraceEvent[]): string | undefined {
  return events.reduce<string | undefined>((queueArn, event) => {
    const moved = event.kind === 'movedToDeadLetter' || event.kind === 'redriven';
    return (moved ? event.otherQueueArn : undefined) ?? event.queueArn ?? queueArn;
  }, undefined);
}

function findOutcome(events: readonly TraceEvent[]): Timeline['outcome'] {
  let outcome: Timeline['outcome'] = 'waiting';
  for (const { kind } of events) {
    if (kind === 'received' || kind === 'held' || kind === 'released') outcome = 'inFlight';
    else if (kind === 'deleted') outcome = 'deleted';
    else if (kind === 'movedToDeadLetter') outcome = 'deadLettered';
    else if (kind === 'purged' || kind === 'retentionExpired') outcome = 'lost';
    else if (kind === 'expired' || kind === 'visible' || kind === 'redriven' || kind === 'sent')
      outcome = 'waiting';
  }
  return outcome;
}
