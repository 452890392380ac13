import type { TraceEventKind } from '../../broker/protocol/trace.ts';

/** A set of event kinds that answers one question. */
export interface KindGroup {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Absent: all. */
  readonly kinds?: readonly TraceEventKind[];
}

/** What the events filter offers. */
export const KIND_GROUPS: readonly KindGroup[] = [
  { id: 'all', label: 'All events', description: 'Everything that happened' },
  {
    id: 'messages',
    label: 'Messages',
    description: 'The life of messages, without empty receives and queue changes',
    kinds: [
      'sent',
      'deduplicated',
      'visible',
      'received',
      'visibilityChanged',
      'held',
      'released',
      'expired',
      'deleted',
      'movedToDeadLetter',
      'redriven',
      'retentionExpired',
      'purged',
    ],
  },
  { id: 'sent', label: 'Sent', description: 'What came in', kinds: ['sent', 'deduplicated', 'redriven'] },
  {
    id: 'received',
    label: 'Received',
    description: 'What was handed out',
    kinds: ['received', 'emptyReceive'],
  },
  { id: 'deleted', label: 'Deleted', description: 'What was done with', kinds: ['deleted'] },
  {
    id: 'trouble',
    label: 'Trouble',
    description: 'Expired, dead-lettered, rejected, lost',
    kinds: [
      'expired',
      'movedToDeadLetter',
      'retentionExpired',
      'purged',
      'rejected',
      'fault',
      'deduplicated',
    ],
  },
  {
    id: 'queues',
    label: 'Queues and clock',
    description: 'Queues created, changed, deleted, purged, brought back; the clock moved',
    kinds: ['queueCreated', 'queueChanged', 'queueDeleted', 'clockAdvanced', 'purged', 'undone'],
  },
];

/** The group that a filter's kinds are, or undefined when they are none. */
export function findKindGroup(kinds: readonly TraceEventKind[] | undefined): string | undefined {
  const wanted = kinds === undefined ? undefined : new Set(kinds);
  return KIND_GROUPS.find(({ kinds: group }) =>
    group === undefined || wanted === undefined
      ? group === wanted
      : group.length === wanted.size && group.every((kind) => wanted.has(kind)),
  )?.id;
}
