import * as l10n from '@vscode/l10n';
import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import { EVENT_KIND_LIST, EVENT_KINDS, type KindGroupId } from '../../shared/life/eventKinds.ts';

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
  { id: 'all', label: l10n.t('All events'), description: l10n.t('Everything that happened') },
  describeGroup(
    'messages',
    l10n.t('Messages'),
    l10n.t('Message events, without empty receives and queue changes'),
  ),
  describeGroup('sent', l10n.t('Sent'), l10n.t('Messages sent')),
  describeGroup('received', l10n.t('Received'), l10n.t('Messages received')),
  describeGroup('deleted', l10n.t('Deleted'), l10n.t('Messages processed')),
  describeGroup('trouble', l10n.t('Problems'), l10n.t('Timed out, dead-lettered, rejected, lost')),
  describeGroup(
    'functions',
    l10n.t('Functions'),
    l10n.t('Invocations, and messages that were filtered out or failed in their batch'),
  ),
  describeGroup(
    'queues',
    l10n.t('Queues and clock'),
    l10n.t('Queues created, changed, deleted, purged, restored; clock changes'),
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
