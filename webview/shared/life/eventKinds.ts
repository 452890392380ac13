import * as l10n from '@vscode/l10n';
import type { TraceEvent, TraceEventKind } from '../../../broker/protocol/trace.ts';
import type { IconName } from '../iconNames.ts';
import { oneLine } from '../oneLine.ts';
import { countReceives } from '../quantities.ts';
import { queueNameOf } from '../queueName.ts';
import { formatDuration } from '../timeFormat.ts';
import { describeBegin, describeEnd } from './invocationText.ts';
import { joinParts } from './joinParts.ts';

/** The choices of the events filter besides all events. */
export type KindGroupId = 'messages' | 'sent' | 'received' | 'deleted' | 'trouble' | 'functions' | 'queues';

/** How an event kind looks and reads: its codicon, its word, and the tone of its colour. */
export interface KindPresentation {
  readonly icon: IconName;
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
    label: l10n.t('Sent'),
    tone: 'start',
    groups: ['messages', 'sent'],
    summarize: ({ preview, timeoutMs }) => joinParts(preview && oneLine(preview), describeDelay(timeoutMs)),
  },
  deduplicated: {
    icon: 'copy',
    label: l10n.t('Deduplicated'),
    tone: 'warning',
    groups: ['messages', 'sent', 'trouble'],
    summarize: () => l10n.t('Same deduplication ID within 5 minutes'),
  },
  visible: {
    icon: 'eye',
    label: l10n.t('Visible'),
    tone: 'neutral',
    groups: ['messages'],
  },
  received: {
    icon: 'arrow-down',
    label: l10n.t('Received'),
    tone: 'active',
    groups: ['messages', 'received'],
    summarize: ({ timeoutMs }) =>
      timeoutMs === undefined ? '' : l10n.t('Hidden for {0}', formatDuration(timeoutMs)),
  },
  visibilityChanged: {
    icon: 'watch',
    label: l10n.t('Visibility changed'),
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) => {
      if (timeoutMs === undefined) return '';
      return timeoutMs === 0
        ? l10n.t('Made visible immediately')
        : l10n.t('Hidden for another {0}', formatDuration(timeoutMs));
    },
  },
  held: {
    icon: 'debug-pause',
    label: l10n.t('Held'),
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) =>
      timeoutMs === undefined
        ? l10n.t('Timeout paused')
        : l10n.t('Timeout paused with {0} left', formatDuration(timeoutMs)),
  },
  released: {
    icon: 'debug-continue',
    label: l10n.t('Released'),
    tone: 'neutral',
    groups: ['messages'],
    summarize: ({ timeoutMs }) =>
      timeoutMs === undefined
        ? l10n.t('Timeout resumed')
        : l10n.t('Timeout resumed, {0} left', formatDuration(timeoutMs)),
  },
  expired: {
    icon: 'history',
    label: l10n.t('Timed out'),
    tone: 'warning',
    groups: ['messages', 'trouble'],
    summarize: ({ inFlightMs }) =>
      inFlightMs === undefined
        ? l10n.t('Not deleted before its visibility timeout ended')
        : l10n.t('Not deleted in {0}', formatDuration(inFlightMs)),
  },
  deleted: {
    icon: 'check',
    label: l10n.t('Deleted'),
    tone: 'good',
    groups: ['messages', 'deleted'],
    summarize: ({ inFlightMs, cause }) => {
      if (cause === 'unreadReport')
        return l10n.t('Reported as failed, but the mapping does not read reports');
      return inFlightMs === undefined ? '' : l10n.t('{0} after it was received', formatDuration(inFlightMs));
    },
  },
  movedToDeadLetter: {
    icon: 'warning',
    label: l10n.t('Dead-lettered'),
    tone: 'bad',
    groups: ['messages', 'trouble'],
    summarize: ({ otherQueueArn, receiveCount }) =>
      joinParts(
        describeTarget(otherQueueArn),
        receiveCount === undefined ? undefined : l10n.t('after {0}', countReceives(receiveCount)),
      ),
  },
  redriven: {
    icon: 'redo',
    label: l10n.t('Redriven'),
    tone: 'start',
    groups: ['messages', 'sent'],
    summarize: ({ otherQueueArn }) => describeTarget(otherQueueArn) ?? '',
  },
  retentionExpired: {
    icon: 'calendar',
    label: l10n.t('Retention expired'),
    tone: 'bad',
    groups: ['messages', 'trouble'],
    summarize: () => l10n.t('Retention period ended'),
  },
  purged: {
    icon: 'clear-all',
    label: l10n.t('Purged'),
    tone: 'warning',
    groups: ['messages', 'trouble', 'queues'],
  },
  emptyReceive: {
    icon: 'dash',
    label: l10n.t('Empty receive'),
    tone: 'neutral',
    groups: ['received'],
    summarize: ({ durationMs }) =>
      durationMs === undefined ? '' : l10n.t('No message within {0}', formatDuration(durationMs)),
  },
  rejected: {
    icon: 'error',
    label: l10n.t('Rejected'),
    tone: 'bad',
    groups: ['trouble'],
  },
  fault: {
    icon: 'zap',
    label: l10n.t('Fault'),
    tone: 'warning',
    groups: ['trouble'],
  },
  queueCreated: {
    icon: 'add',
    label: l10n.t('Queue created'),
    tone: 'neutral',
    groups: ['queues'],
  },
  queueChanged: {
    icon: 'edit',
    label: l10n.t('Queue changed'),
    tone: 'neutral',
    groups: ['queues'],
  },
  queueDeleted: {
    icon: 'trash',
    label: l10n.t('Queue deleted'),
    tone: 'neutral',
    groups: ['queues'],
  },
  undone: {
    icon: 'discard',
    label: l10n.t('Undone'),
    tone: 'start',
    groups: ['queues'],
  },
  clockAdvanced: {
    icon: 'clockface',
    label: l10n.t('Clock moved'),
    tone: 'neutral',
    groups: ['queues'],
    summarize: ({ movedMs, timeoutMs }) => describeMove(movedMs ?? timeoutMs ?? 0),
  },
  alarmChanged: {
    icon: 'bell',
    label: l10n.t('Alarm'),
    tone: 'warning',
    groups: ['trouble', 'queues'],
  },
  poolScaled: {
    icon: 'server-process',
    label: l10n.t('Pool scaled'),
    tone: 'neutral',
    groups: ['queues'],
  },
  poolProcess: {
    icon: 'server-process',
    label: l10n.t('Pool process'),
    tone: 'neutral',
    groups: ['queues'],
  },
  poolBlocked: {
    icon: 'server-process',
    label: l10n.t('Pool blocked'),
    tone: 'warning',
    groups: ['trouble', 'queues'],
  },
  leaseLost: {
    icon: 'debug-disconnect',
    label: l10n.t('Lost with its process'),
    tone: 'warning',
    groups: ['trouble'],
  },
  invoked: {
    icon: 'symbol-method',
    label: l10n.t('Function invoked'),
    tone: 'active',
    groups: ['functions'],
    summarize: describeBegin,
  },
  invocationEnded: {
    icon: 'symbol-method',
    label: l10n.t('Invocation ended'),
    tone: 'neutral',
    groups: ['functions'],
    summarize: describeEnd,
  },
  invocationFailed: {
    icon: 'symbol-method',
    label: l10n.t('Invocation failed'),
    tone: 'bad',
    groups: ['functions', 'trouble'],
  },
  errorLogged: {
    icon: 'output',
    label: l10n.t('Error logged'),
    tone: 'warning',
    groups: ['functions', 'trouble'],
  },
  filteredOut: {
    icon: 'filter',
    label: l10n.t('Filtered out'),
    tone: 'warning',
    groups: ['messages', 'functions', 'trouble'],
  },
  batchItemFailed: {
    icon: 'close',
    label: l10n.t('Failed in its batch'),
    tone: 'warning',
    groups: ['messages', 'functions', 'trouble'],
  },
  functionFault: {
    icon: 'bug',
    label: l10n.t('Function fault'),
    tone: 'warning',
    groups: ['functions', 'trouble'],
  },
};

/** Why an event is marked as inferred. */
export const INFERRED = l10n.t(
  'No response of the endpoint says it: it follows from what passed through the gateway.',
);

/** What happened, in a word or two; also whether it is known or only inferred. */
export function nameEvent({ kind, isInferred = false }: Pick<TraceEvent, 'kind' | 'isInferred'>): string {
  const { label } = EVENT_KINDS[kind];
  return isInferred ? l10n.t('{0} (inferred)', label) : label;
}

export const EVENT_KIND_LIST = Object.keys(EVENT_KINDS) as readonly TraceEventKind[];

/** How far the clock was moved: `4 d ahead`. */
function describeMove(movedMs: number): string {
  if (movedMs === 0) return '';
  const distance = formatDuration(Math.abs(movedMs));
  return movedMs > 0 ? l10n.t('{0} ahead', distance) : l10n.t('{0} back', distance);
}

function describeDelay(delayMs: number | undefined): string | undefined {
  return delayMs === undefined || delayMs === 0 ? undefined : l10n.t('delayed {0}', formatDuration(delayMs));
}

function describeTarget(queueArn: string | undefined): string | undefined {
  return queueArn === undefined ? undefined : l10n.t('To {0}', queueNameOf(queueArn));
}
