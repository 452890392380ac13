import type { TraceEventKind } from '../../../broker/protocol/trace.ts';

/** How an event kind looks: its codicon, its word, and the tone of its colour. */
export interface KindPresentation {
  readonly icon: string;
  readonly label: string;
  readonly tone: 'neutral' | 'start' | 'active' | 'good' | 'warning' | 'bad';
}

/** In the order of a message's life. The type makes sure that no kind is forgotten. */
export const EVENT_KINDS: Readonly<Record<TraceEventKind, KindPresentation>> = {
  sent: { icon: 'arrow-up', label: 'Sent', tone: 'start' },
  deduplicated: { icon: 'copy', label: 'Deduplicated', tone: 'warning' },
  visible: { icon: 'eye', label: 'Visible', tone: 'neutral' },
  received: { icon: 'arrow-down', label: 'Received', tone: 'active' },
  visibilityChanged: { icon: 'watch', label: 'Visibility changed', tone: 'neutral' },
  held: { icon: 'debug-pause', label: 'Held', tone: 'neutral' },
  released: { icon: 'debug-continue', label: 'Released', tone: 'neutral' },
  expired: { icon: 'history', label: 'Timed out', tone: 'warning' },
  deleted: { icon: 'check', label: 'Deleted', tone: 'good' },
  movedToDeadLetter: { icon: 'warning', label: 'Dead-lettered', tone: 'bad' },
  redriven: { icon: 'redo', label: 'Redriven', tone: 'start' },
  retentionExpired: { icon: 'calendar', label: 'Retention expired', tone: 'bad' },
  purged: { icon: 'clear-all', label: 'Purged', tone: 'warning' },
  emptyReceive: { icon: 'dash', label: 'Empty receive', tone: 'neutral' },
  rejected: { icon: 'error', label: 'Rejected', tone: 'bad' },
  fault: { icon: 'zap', label: 'Fault', tone: 'warning' },
  queueCreated: { icon: 'add', label: 'Queue created', tone: 'neutral' },
  queueChanged: { icon: 'edit', label: 'Queue changed', tone: 'neutral' },
  queueDeleted: { icon: 'trash', label: 'Queue deleted', tone: 'neutral' },
  undone: { icon: 'discard', label: 'Undone', tone: 'start' },
  clockAdvanced: { icon: 'clockface', label: 'Clock moved', tone: 'neutral' },
};

export const EVENT_KIND_LIST = Object.keys(EVENT_KINDS) as readonly TraceEventKind[];
