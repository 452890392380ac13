import { COMPARISONS, MISSING_DATA } from '../../broker/protocol/alarms.ts';
import {
  anyInteger,
  anyNumber,
  anyText,
  dictionaryOf,
  listOf,
  oneOf,
  optional,
  type Shape,
  shape,
  yesOrNo,
} from '../../broker/protocol/shape.ts';
import { readForecast } from '../../broker/protocol/forecast.ts';
import { METRIC_STATISTICS } from '../../broker/protocol/metricTable.ts';
import type { AlarmFormToHost } from '../../webview/alarmFormProtocol.ts';
import type { MessageAction, MessageToHost } from '../../webview/messageProtocol.ts';
import type { MetricsToHost } from '../../webview/metricsProtocol.ts';
import type { LoadToHost } from '../../webview/loadProtocol.ts';
import type { ComposerToHost, TraceToHost } from '../../webview/protocol.ts';
import type { ForecastToHost } from '../../webview/forecastProtocol.ts';
import type { ReceiveToHost } from '../../webview/receiveProtocol.ts';
import type { ScalingToHost } from '../../webview/scalingProtocol.ts';
import type { QueueEditorToHost } from '../../webview/queueEditorProtocol.ts';

/** What each message of a panel has beside its type. */
type MessageShapes<M extends { readonly type: string }> = {
  readonly [T in M['type']]: Shape<Omit<Extract<M, { readonly type: T }>, 'type'>>;
};

const TEXT = anyText();
const INTEGER = anyInteger();
const NOTHING = shape({});

const DRAFT = {
  body: TEXT,
  attributes: optional(listOf(shape({ name: TEXT, type: TEXT, value: TEXT }))),
  delaySeconds: optional(INTEGER),
  groupId: optional(TEXT),
  deduplicationId: optional(TEXT),
  count: optional(INTEGER),
};

const QUEUE_PAGE = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  createQueue: NOTHING,
  connect: shape({ connectionId: TEXT }),
  queueSelected: shape({ queueArn: TEXT }),
};

const COMPOSER: MessageShapes<ComposerToHost> = {
  ...QUEUE_PAGE,
  send: shape({
    requestId: INTEGER,
    params: shape({ ...DRAFT, queueArn: TEXT }),
    connectionId: optional(TEXT),
  }),
  loadFile: shape({ requestId: INTEGER }),
  formatBody: shape({ requestId: INTEGER, body: TEXT }),
  checkBody: shape({ requestId: INTEGER, body: TEXT }),
  encryptBody: shape({ body: TEXT }),
  copy: shape({ text: TEXT }),
  showTrace: shape({ queueArn: TEXT, messageId: TEXT }),
};

const TRACE: MessageShapes<TraceToHost> = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  closeSavedTrace: NOTHING,
  chooseSource: shape({ sourceId: TEXT }),
  dismissFinding: shape({ findingId: TEXT }),
  clearFindings: NOTHING,
  refill: shape({ afterSequence: INTEGER, beforeSequence: INTEGER }),
  loadHistory: shape({ messageId: TEXT }),
  loadBody: shape({ queueArn: TEXT, messageId: TEXT }),
  sendAgain: shape({ queueArn: TEXT, draft: shape(DRAFT) }),
  openComposer: NOTHING,
  exportCsv: shape({ rows: listOf(listOf(TEXT)) }),
  exportMessages: shape({ messageIds: listOf(TEXT) }),
  explainDenial: shape({ sequence: INTEGER }),
  copy: shape({ text: TEXT }),
};

const LOAD: MessageShapes<LoadToHost> = {
  ...QUEUE_PAGE,
  pickTemplate: NOTHING,
  start: shape({
    draft: shape({
      queueArn: TEXT,
      rate: TEXT,
      shape: TEXT,
      duration: TEXT,
      size: TEXT,
      template: TEXT,
      connections: TEXT,
      groups: TEXT,
      attributes: TEXT,
    }),
  }),
  stop: NOTHING,
  copy: shape({ text: TEXT }),
};

/** Which points a page shows. */
const METRICS_WATCH = shape({
  queueArns: listOf(TEXT),
  lines: listOf(shape({ queueArn: TEXT, metricName: TEXT, statistic: oneOf(METRIC_STATISTICS) })),
  periodSeconds: INTEGER,
  rangeSeconds: INTEGER,
});
const SAVED_TABLE = shape({ rows: listOf(listOf(TEXT)) });
const SAVED_PICTURE = shape({ base64: TEXT });

const METRICS: MessageShapes<MetricsToHost> = {
  ...QUEUE_PAGE,
  watch: shape({ requestId: INTEGER, watch: METRICS_WATCH }),
  openComposer: shape({ queueArn: TEXT }),
  saveTable: SAVED_TABLE,
  savePicture: SAVED_PICTURE,
};

const SCALING: MessageShapes<ScalingToHost> = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  runPool: NOTHING,
  declarePool: NOTHING,
  watch: shape({ requestId: INTEGER, poolName: TEXT, watch: METRICS_WATCH }),
  pause: NOTHING,
  saveTable: SAVED_TABLE,
  savePicture: SAVED_PICTURE,
};

const MESSAGE_ACTIONS: readonly MessageAction[] = [
  'sendAgain',
  'editAndResend',
  'copyMessages',
  'moveMessages',
  'redriveMessages',
  'extendMessages',
  'releaseMessages',
  'deleteMessages',
  'showMessageInTrace',
  'compareMessages',
  'decryptMessage',
  'openBodyAsText',
];

const MESSAGE: MessageShapes<MessageToHost> = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  run: shape({ action: oneOf(MESSAGE_ACTIONS), messageId: TEXT }),
  show: shape({ which: oneOf(['previous', 'next', 'moved'] as const) }),
  showQueue: NOTHING,
  refresh: NOTHING,
  keepOpen: shape({ isKept: yesOrNo() }),
  copy: shape({ text: TEXT }),
};

const VALUES = dictionaryOf(TEXT, 200);
const QUEUE_DRAFT = shape({
  attributes: VALUES,
  tags: VALUES,
  newDeadLetterQueue: optional(shape({ name: TEXT, maxReceiveCount: INTEGER })),
});

const QUEUE_EDITOR: MessageShapes<QueueEditorToHost> = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  createQueue: NOTHING,
  connect: NOTHING,
  close: NOTHING,
  check: shape({ requestId: INTEGER, name: optional(TEXT), attributes: VALUES, tags: VALUES }),
  apply: shape({
    requestId: INTEGER,
    draft: QUEUE_DRAFT,
    removedTags: listOf(TEXT),
    expected: shape({ attributes: VALUES, tags: VALUES }),
  }),
  create: shape({ requestId: INTEGER, name: TEXT, draft: QUEUE_DRAFT }),
  copy: shape({ text: TEXT }),
};

const ARNS = listOf(TEXT, 5);

const ALARM_FORM: MessageShapes<AlarmFormToHost> = {
  ready: NOTHING,
  startBroker: NOTHING,
  showLog: NOTHING,
  openDefinition: NOTHING,
  close: NOTHING,
  save: shape({
    requestId: INTEGER,
    name: TEXT,
    form: shape({
      description: TEXT,
      metricName: TEXT,
      statistic: TEXT,
      comparison: oneOf(COMPARISONS),
      threshold: anyNumber(),
      periodSeconds: INTEGER,
      evaluationPeriods: INTEGER,
      datapointsToAlarm: INTEGER,
      missingData: oneOf(MISSING_DATA),
      actionsEnabled: yesOrNo(),
      alarmActions: ARNS,
      okActions: ARNS,
      insufficientDataActions: ARNS,
    }),
  }),
};

const HANDLES = listOf(TEXT, 100);

const FORECAST: MessageShapes<ForecastToHost> = {
  ...QUEUE_PAGE,
  read: shape({ requestId: INTEGER, params: readForecast.params }),
  prove: shape({ queueArn: TEXT, perSecond: INTEGER, seconds: INTEGER }),
};

const RECEIVE: MessageShapes<ReceiveToHost> = {
  ...QUEUE_PAGE,
  receive: shape({
    requestId: INTEGER,
    request: shape({
      queueArn: TEXT,
      maximum: INTEGER,
      waitSeconds: INTEGER,
      visibilitySeconds: optional(INTEGER),
      attemptId: optional(TEXT),
    }),
  }),
  cancel: NOTHING,
  giveBack: NOTHING,
  lookAgain: NOTHING,
  deleteHandles: shape({ queueArn: TEXT, handles: HANDLES }),
  deleteAll: shape({ queues: listOf(shape({ queueArn: TEXT, handles: HANDLES })) }),
  changeVisibility: shape({ queueArn: TEXT, handles: HANDLES, seconds: INTEGER }),
  readBody: shape({ receiptHandle: TEXT }),
  openMessage: shape({ queueArn: TEXT, messageId: TEXT }),
  copy: shape({ text: TEXT }),
};

/** The message of a composer, or undefined when it is none: a webview shows foreign text and is not trusted blindly. */
export function readComposerMessage(value: unknown): ComposerToHost | undefined {
  return fits(value, COMPOSER) ? (value as ComposerToHost) : undefined;
}

/** The message of a trace view, or undefined when it is none. */
export function readTraceMessage(value: unknown): TraceToHost | undefined {
  return fits(value, TRACE) ? (value as TraceToHost) : undefined;
}

/** The message of a panel of load tests, or undefined when it is none. */
export function readLoadMessage(value: unknown): LoadToHost | undefined {
  return fits(value, LOAD) ? (value as LoadToHost) : undefined;
}

/** The message of a panel of metrics, or undefined when it is none. */
export function readMetricsMessage(value: unknown): MetricsToHost | undefined {
  return fits(value, METRICS) ? (value as MetricsToHost) : undefined;
}

/** The message of a panel that shows how a pool scales, or undefined when it is none. */
export function readScalingMessage(value: unknown): ScalingToHost | undefined {
  return fits(value, SCALING) ? (value as ScalingToHost) : undefined;
}

/** The message of an editor of a message, or undefined when it is none. */
export function readMessageMessage(value: unknown): MessageToHost | undefined {
  return fits(value, MESSAGE) ? (value as MessageToHost) : undefined;
}

/** The message of a queue editor, or undefined when it is none. */
export function readQueueEditorMessage(value: unknown): QueueEditorToHost | undefined {
  return fits(value, QUEUE_EDITOR) ? (value as QueueEditorToHost) : undefined;
}

/** The message of the form of an alarm, or undefined when it is none. */
export function readAlarmFormMessage(value: unknown): AlarmFormToHost | undefined {
  return fits(value, ALARM_FORM) ? (value as AlarmFormToHost) : undefined;
}

/** The message of a panel of forecasts, or undefined when it is none. */
export function readForecastMessage(value: unknown): ForecastToHost | undefined {
  return fits(value, FORECAST) ? (value as ForecastToHost) : undefined;
}

/** The message of a panel that receives, or undefined when it is none. */
export function readReceiveMessage(value: unknown): ReceiveToHost | undefined {
  return fits(value, RECEIVE) ? (value as ReceiveToHost) : undefined;
}

function fits(value: unknown, shapes: Readonly<Record<string, Shape<unknown>>>): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    return false;
  const known = Object.hasOwn(shapes, value.type) ? shapes[value.type] : undefined;
  return known !== undefined && known.check(value) === undefined;
}
