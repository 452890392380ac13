import type { TraceEvent, TraceEventKind } from '../../../broker/protocol/trace.ts';
import { formatQuantity } from '../../shared/byteFormat.ts';
import { oneLine } from '../../shared/oneLine.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDuration } from '../../shared/timeFormat.ts';

/** The choices of the events filter besides all events. */
export type KindGroupId = 'messages' | 'sent' | 'received' | 'deleted' | 'trouble' | 'queues';

/** How an event kind looks and reads: its codicon, its word, and the tone of its colour. */
export interface KindPresentation {
  readonly icon: string;
  readonly label: string;
  readonly tone: 'neutral' | 'start' | 'active' | 'good' | 'warning' | 'bad';
  /** The choices of the events filter that it belongs to. */
  readonly groups: readonly KindGroupId[];
  /** The text of a row besides its columns, if there is neither error nor detail; absent: none. */
  readonly summarize?: (event: TraceEvent) => string;
}

/** In the order of a message's life. The type makes sure that no kind is forgotten. */
export const EVENT_KINDS: Readonly<Record<TraceEventKind, KindPresentation>> = {
  sent: {
    icon: 'arrow-up',
    label: 'Sent',
    tone: 'start',
    groups: ['messages', 'sent'],
    summarize: ({ preview, timeoutMs }) => joinParts(preview && oneLine(preview), describeDelay(timeoutMs)),
  },
  deduplicated: {
    icon: 'copy',
    label: 'Deduplicated',
    tone: 'warning',
    groups: ['messages', 'sent', 'trouble'],
    summarize: () => 'Same deduplication ID within 5 minutes',
  },
  visible: {
    icon: 'eye',
    label: 'Visible',
    tone: 'neutral',
    groups: ['messages'],
  },
  received: {
    icon: 'arrow-down',
    label: 'Received',
    tone: 'active',
    groups: ['messages', 'received'],
    summarize: ({ timeoutMs }) => (timeoutMs === undefined ? '' : `Hidden for ${formatDuration(timeoutMs)}`),
  },
  visibilityChanged: {
    icon: 'watch',
    label: 'Visibility changed',
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) => {
      if (timeoutMs === undefined) return '';
      return timeoutMs === 0 ? 'Made visible immediately' : `Hidden for another ${formatDuration(timeoutMs)}`;
    },
  },
  held: {
    icon: 'debug-pause',
    label: 'Held',
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) =>
      timeoutMs === undefined ? 'Clock stopped' : `Timeout paused with ${formatDuration(timeoutMs)} left`,
  },
  released: {
    icon: 'debug-continue',
    label: 'Released',
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) =>
      timeoutMs === undefined ? 'Timeout resumed' : `Timeout resumed, ${formatDuration(timeoutMs)} left`,
  },
  expired: {
    icon: 'history',
    label: 'Timed out',
    tone: 'warning',
    groups: ['messages', 'trouble'],
    summarize: ({ inFlightMs }) =>
      inFlightMs === undefined
        ? 'Not deleted before its visibility timeout ended'
        : `Not deleted in ${formatDuration(inFlightMs)}`,
  },
  deleted: {
    icon: 'check',
    label: 'Deleted',
    tone: 'good',
    groups: ['messages', 'deleted'],
    summarize: ({ inFlightMs }) =>
      inFlightMs === undefined ? '' : `${formatDuration(inFlightMs)} after it was received`,
  },
  movedToDeadLetter: {
    icon: 'warning',
    label: 'Dead-lettered',
    tone: 'bad',
    groups: ['messages', 'trouble'],
    summarize: ({ otherQueueArn, receiveCount }) =>
      joinParts(
        describeTarget(otherQueueArn),
        receiveCount === undefined ? undefined : `after ${formatQuantity(receiveCount, 'receive')}`,
      ),
  },
  redriven: {
    icon: 'redo',
    label: 'Redriven',
    tone: 'start',
    groups: ['messages', 'sent'],
    summarize: ({ otherQueueArn }) => describeTarget(otherQueueArn) ?? '',
  },
  retentionExpired: {
    icon: 'calendar',
    label: 'Retention expired',
    tone: 'bad',
    groups: ['messages', 'trouble'],
    summarize: () => 'Retention period ended',
  },
  purged: {
    icon: 'clear-all',
    label: 'Purged',
    tone: 'warning',
    groups: ['messages', 'trouble', 'queues'],
  },
  emptyReceive: {
    icon: 'dash',
    label: 'Empty receive',
    tone: 'neutral',
    groups: ['received'],
  },
  rejected: {
    icon: 'error',
    label: 'Rejected',
    tone: 'bad',
    groups: ['trouble'],
  },
  fault: {
    icon: 'zap',
    label: 'Fault',
    tone: 'warning',
    groups: ['trouble'],
  },
  queueCreated: {
    icon: 'add',
    label: 'Queue created',
    tone: 'neutral',
    groups: ['queues'],
  },
  queueChanged: {
    icon: 'edit',
    label: 'Queue changed',
    tone: 'neutral',
    groups: ['queues'],
  },
  queueDeleted: {
    icon: 'trash',
    label: 'Queue deleted',
    tone: 'neutral',
    groups: ['queues'],
  },
  undone: {
    icon: 'discard',
    label: 'Undone',
    tone: 'start',
    groups: ['queues'],
  },
  clockAdvanced: {
    icon: 'clockface',
    label: 'Clock moved',
    tone: 'neutral',
    groups: ['queues'],
    summarize: ({ movedMs, timeoutMs }) => describeMove(movedMs ?? timeoutMs ?? 0),
  },
};

export const EVENT_KIND_LIST = Object.keys(EVENT_KINDS) as readonly TraceEventKind[];

/** How far the clock was moved: `4 d ahead`. */
function describeMove(movedMs: number): string {
  if (movedMs === 0) return '';
  return `${formatDuration(Math.abs(movedMs))} ${movedMs > 0 ? 'ahead' : 'back'}`;
}

function describeDelay(delayMs: number | undefined): string | undefined {
  return delayMs === undefined || delayMs === 0 ? undefined : `delayed ${formatDuration(delayMs)}`;
}

function describeTarget(queueArn: string | undefined): string | undefined {
  return queueArn === undefined ? undefined : `To ${queueNameOf(queueArn)}`;
}

function joinParts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
