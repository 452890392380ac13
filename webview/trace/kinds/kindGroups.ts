import type { TraceEventKind } from '../../../broker/protocol/trace.ts';

type GroupId = 'messages' | 'sent' | 'received' | 'deleted' | 'trouble' | 'queues';

/** A set of event kinds that answers one question. */
export interface KindGroup {
  readonly id: GroupId | 'all';
  readonly label: string;
  readonly description: string;
  /** Absent: all. */
  readonly kinds?: readonly TraceEventKind[];
}

/** In which groups each kind is: a kind that is new in the protocol does not compile without its place here. */
const GROUPS_OF: Readonly<Record<TraceEventKind, readonly GroupId[]>> = {
  sent: ['messages', 'sent'],
  deduplicated: ['messages', 'sent', 'trouble'],
  visible: ['messages'],
  received: ['messages', 'received'],
  visibilityChanged: ['messages'],
  held: ['messages'],
  released: ['messages'],
  expired: ['messages', 'trouble'],
  deleted: ['messages', 'deleted'],
  movedToDeadLetter: ['messages', 'trouble'],
  redriven: ['messages', 'sent'],
  retentionExpired: ['messages', 'trouble'],
  purged: ['messages', 'trouble', 'queues'],
  emptyReceive: ['received'],
  rejected: ['trouble'],
  fault: ['trouble'],
  queueCreated: ['queues'],
  queueChanged: ['queues'],
  queueDeleted: ['queues'],
  undone: ['queues'],
  clockAdvanced: ['queues'],
};

/** What the events filter offers. */
export const KIND_GROUPS: readonly KindGroup[] = [
  { id: 'all', label: 'All events', description: 'Everything that happened' },
  describeGroup('messages', 'Messages', 'Message events, without empty receives and queue changes'),
  describeGroup('sent', 'Sent', 'Messages sent'),
  describeGroup('received', 'Received', 'Messages received'),
  describeGroup('deleted', 'Deleted', 'Messages processed'),
  describeGroup('trouble', 'Trouble', 'Timed out, dead-lettered, rejected, lost'),
  describeGroup(
    'queues',
    'Queues and clock',
    'Queues created, changed, deleted, purged, restored; clock changes',
  ),
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

function describeGroup(id: GroupId, label: string, description: string): KindGroup {
  const kinds = (Object.keys(GROUPS_OF) as TraceEventKind[]).filter((kind) => GROUPS_OF[kind].includes(id));
  return { id, label, description, kinds };
}
