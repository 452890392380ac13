import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import { EVENT_KIND_LIST, EVENT_KINDS, type KindGroupId } from './eventKinds.ts';

/** A set of event kinds that answers one question. */
export interface KindGroup {
  readonly id: KindGroupId | 'all';
  readonly label: string;
  readonly description: string;
  /** Absent: all. */
  readonly kinds?: readonly TraceEventKind[];
}

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

function describeGroup(id: KindGroupId, label: string, description: string): KindGroup {
  const kinds = EVENT_KIND_LIST.filter((kind) => EVENT_KINDS[kind].groups.includes(id));
  return { id, label, description, kinds };
}
