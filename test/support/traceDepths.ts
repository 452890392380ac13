import type { QueueDepth, TraceEvent } from '../../broker/protocol/trace.ts';

type Place = 'visible' | 'inFlight' | 'delayed';

/** Adds to made-up events what the broker would have counted: what the queue held just after each. */
export function countDepths(events: readonly TraceEvent[]): TraceEvent[] {
  const messages = new Map<string, { place: Place; queueArn: string; readonly sentAt: number }>();
  const read = (queueArn: string, at: number): QueueDepth => {
    const own = [...messages.values()].filter((message) => message.queueArn === queueArn);
    const count = (place: Place): number => own.filter((message) => message.place === place).length;
    return {
      visible: count('visible'),
      inFlight: count('inFlight'),
      delayed: count('delayed'),
      ...(own.length === 0 ? {} : { oldestAgeMs: at - Math.min(...own.map(({ sentAt }) => sentAt)) }),
    };
  };
  return events.map((event) => {
    const { kind, messageId, queueArn, otherQueueArn, at, timeoutMs = 0 } = event;
    if (queueArn === undefined || kind === 'emptyReceive' || kind === 'rejected' || kind === 'fault')
      return event;
    if (messageId === undefined) {
      if (kind === 'purged' || kind === 'queueDeleted')
        for (const [id, message] of messages) if (message.queueArn === queueArn) messages.delete(id);
    } else if (kind === 'deleted' || kind === 'retentionExpired') messages.delete(messageId);
    else {
      const known = messages.get(messageId);
      const place = placeAfter(kind, timeoutMs) ?? known?.place ?? 'visible';
      const sentAt = known?.sentAt ?? at - (event.ageMs ?? 0);
      messages.set(messageId, { place, queueArn: otherQueueArn ?? queueArn, sentAt });
    }
    return {
      ...event,
      depth: read(queueArn, at),
      ...(otherQueueArn === undefined ? {} : { otherDepth: read(otherQueueArn, at) }),
    };
  });
}

function placeAfter(kind: TraceEvent['kind'], timeoutMs: number): Place | undefined {
  if (kind === 'sent') return timeoutMs > 0 ? 'delayed' : 'visible';
  if (kind === 'visibilityChanged') return timeoutMs > 0 ? 'inFlight' : 'visible';
  if (kind === 'received' || kind === 'held' || kind === 'released') return 'inFlight';
  return kind === 'visible' || kind === 'expired' || kind === 'movedToDeadLetter' ? 'visible' : undefined;
}
