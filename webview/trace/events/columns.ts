import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../shared/byteFormat.ts';
import { LANGUAGE } from '../../shared/language.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDateTime, formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS, nameEvent } from '../../shared/life/eventKinds.ts';
import { summarizeStep } from '../../shared/life/timeline.ts';
import {
  durationColumn,
  idColumn,
  nameColumn,
  numberColumn,
  textColumn,
  type TraceColumn,
} from './columnTypes.ts';

/** All columns, in their order. A name is the class of its cells as well. */
export const COLUMN_NAMES = [
  'sequence',
  'time',
  'queue',
  'region',
  'kind',
  'otherQueue',
  'message',
  'group',
  'receives',
  'age',
  'inFlight',
  'timeout',
  'size',
  'consumer',
  'processId',
  'sdk',
  'accessKey',
  'action',
  'request',
  'duration',
  'billed',
  'queueVisible',
  'queueInFlight',
  'queueDelayed',
  'queueOldest',
  'flow',
  'cause',
  'error',
  'body',
  'detail',
] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

/** What a queue has: a gateway does not know it. */
export const DEPTH_COLUMNS: ReadonlySet<ColumnName> = new Set([
  'queueVisible',
  'queueInFlight',
  'queueDelayed',
  'queueOldest',
]);

/** What a user sees who chose nothing. */
export const DEFAULT_COLUMNS: readonly ColumnName[] = [
  'time',
  'queue',
  'kind',
  'message',
  'receives',
  'age',
  'inFlight',
  'consumer',
  'detail',
];

/** Room for words of ours: those of other languages are longer. */
export const forWords = (widthPx: number): number =>
  LANGUAGE.startsWith('en') ? widthPx : Math.round(widthPx * 1.32);

/** The part of an ARN that names the region. */
const REGION_PART = 3;

export const COLUMNS: Readonly<Record<ColumnName, TraceColumn>> = {
  sequence: numberColumn(
    { title: l10n.t('Number'), csvName: 'sequence', widthPx: 72 },
    ({ sequence }) => sequence,
  ),
  time: {
    title: l10n.t('Time'),
    csvName: 'time',
    widthPx: 92,
    value: ({ at }) => new Date(at).toISOString(),
    read: ({ at }) => formatDateTime(at),
  },
  queue: nameColumn(
    { title: l10n.t('Queue'), csvName: 'queue', widthPx: 90, share: 1.1 },
    ({ queueArn }) => queueArn && queueNameOf(queueArn),
  ),
  region: nameColumn(
    { title: l10n.t('Region'), csvName: 'region', widthPx: 90 },
    ({ queueArn }) => queueArn?.split(':')[REGION_PART],
  ),
  kind: {
    title: l10n.t('Event'),
    csvName: 'event',
    widthPx: forWords(138),
    value: ({ kind }) => kind,
    isName: true,
    sortKey: ({ kind }) => EVENT_KINDS[kind].label,
    read: nameEvent,
  },
  otherQueue: nameColumn(
    { title: l10n.t('Other queue'), csvName: 'otherQueue', widthPx: forWords(110) },
    ({ otherQueueArn }) => otherQueueArn && queueNameOf(otherQueueArn),
  ),
  message: idColumn(
    { title: l10n.t('Message'), csvName: 'messageId', widthPx: 76 },
    ({ messageId }) => messageId,
  ),
  group: nameColumn(
    { title: l10n.t('Message group'), csvName: 'messageGroupId', widthPx: forWords(120) },
    ({ groupId }) => groupId,
  ),
  receives: numberColumn(
    { title: l10n.t('Receives'), csvName: 'receiveCount', widthPx: 76 },
    ({ receiveCount }) => receiveCount,
  ),
  age: {
    ...durationColumn({ title: l10n.t('Age'), csvName: 'ageMs', widthPx: 78 }, ({ ageMs }) => ageMs),
    // What is just sent has none.
    sortKey: ({ kind, ageMs }) => (kind === 'sent' ? undefined : ageMs),
    read: ({ kind, ageMs }) => (kind === 'sent' || ageMs === undefined ? '' : formatDuration(ageMs)),
  },
  inFlight: durationColumn(
    { title: l10n.t('In flight'), csvName: 'inFlightMs', widthPx: 78 },
    ({ inFlightMs }) => inFlightMs,
  ),
  timeout: durationColumn(
    { title: l10n.t('Timeout'), csvName: 'timeoutMs', widthPx: 78 },
    ({ timeoutMs }) => timeoutMs,
  ),
  size: numberColumn(
    { title: l10n.t('Size'), csvName: 'sizeBytes', widthPx: 78 },
    ({ sizeBytes }) => sizeBytes,
    formatBytes,
  ),
  consumer: nameColumn(
    { title: l10n.t('Consumer'), csvName: 'consumer', widthPx: 80, share: 1.1 },
    ({ consumer }) => consumer?.name,
  ),
  processId: numberColumn(
    { title: l10n.t('Process ID'), csvName: 'processId', widthPx: forWords(88) },
    ({ consumer }) => consumer?.processId,
    String,
  ),
  sdk: nameColumn({ title: l10n.t('SDK'), csvName: 'sdk', widthPx: 150 }, ({ consumer }) => consumer?.sdk),
  accessKey: nameColumn(
    { title: l10n.t('Access key'), csvName: 'accessKeyId', widthPx: forWords(110) },
    ({ consumer }) => consumer?.accessKeyId,
  ),
  action: nameColumn({ title: l10n.t('Action'), csvName: 'action', widthPx: 150 }, ({ action }) => action),
  request: idColumn(
    { title: l10n.t('Request ID'), csvName: 'requestId', widthPx: forWords(92) },
    ({ requestId }) => requestId,
  ),
  duration: durationColumn(
    { title: l10n.t('Duration'), csvName: 'durationMs', widthPx: 84 },
    ({ durationMs }) => durationMs,
  ),
  billed: numberColumn(
    { title: l10n.t('Billed requests'), csvName: 'billedRequests', widthPx: forWords(120) },
    ({ chunks }) => chunks,
  ),
  queueVisible: numberColumn(
    { title: l10n.t('Queue: visible'), csvName: 'queueVisible', widthPx: forWords(116) },
    ({ depth }) => depth?.visible,
  ),
  queueInFlight: numberColumn(
    { title: l10n.t('Queue: in flight'), csvName: 'queueInFlight', widthPx: forWords(124) },
    ({ depth }) => depth?.inFlight,
  ),
  queueDelayed: numberColumn(
    { title: l10n.t('Queue: delayed'), csvName: 'queueDelayed', widthPx: forWords(124) },
    ({ depth }) => depth?.delayed,
  ),
  queueOldest: durationColumn(
    { title: l10n.t('Queue: oldest'), csvName: 'queueOldestAgeMs', widthPx: forWords(116) },
    ({ depth }) => depth?.oldestAgeMs,
  ),
  flow: textColumn({ title: l10n.t('Flow ID'), csvName: 'flowId', widthPx: 120 }, ({ flowId }) => flowId),
  cause: idColumn(
    { title: l10n.t('Caused by'), csvName: 'causedBy', widthPx: 92 },
    ({ causedBy }) => causedBy,
  ),
  error: nameColumn({ title: l10n.t('Error'), csvName: 'error', widthPx: 150 }, ({ error }) => error?.code),
  body: textColumn(
    { title: l10n.t('Body'), csvName: 'bodyStart', widthPx: 140, share: 2 },
    ({ preview, messageId }, previewOf) => preview ?? (messageId && previewOf(messageId)),
  ),
  detail: {
    title: l10n.t('Details'),
    csvName: 'details',
    widthPx: 100,
    share: 3,
    value: summarizeStep,
    read: summarizeStep,
  },
};
