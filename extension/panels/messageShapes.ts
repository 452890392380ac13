import type { ComposerToHost, LoadToHost, TraceToHost } from '../../webview/protocol.ts';

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isInteger: Check = (value) => Number.isSafeInteger(value);
const isOptionalText: Check = (value) => value === undefined || isText(value);
const isOptionalInteger: Check = (value) => value === undefined || isInteger(value);

const isAttributes: Check = (value) =>
  value === undefined ||
  (Array.isArray(value) &&
    value.every((entry) => fits(entry, { name: isText, type: isText, value: isText })));

const messageShape: Shape = {
  body: isText,
  attributes: isAttributes,
  delaySeconds: isOptionalInteger,
  groupId: isOptionalText,
  deduplicationId: isOptionalText,
  count: isOptionalInteger,
};

const composerShapes: Readonly<Record<ComposerToHost['type'], Shape>> = {
  ready: {},
  startBroker: {},
  showLog: {},
  createQueue: {},
  queueSelected: { queueArn: isText },
  send: { requestId: isInteger, params: (value) => fits(value, { ...messageShape, queueArn: isText }) },
  loadFile: { requestId: isInteger },
  formatBody: { requestId: isInteger, body: isText },
  encryptBody: { body: isText },
  copy: { text: isText },
  showTrace: { queueArn: isText, messageId: isText },
};

const traceShapes: Readonly<Record<TraceToHost['type'], Shape>> = {
  ready: {},
  startBroker: {},
  showLog: {},
  closeSavedTrace: {},
  dismissFinding: { findingId: isText },
  clearFindings: {},
  refill: { afterSequence: isInteger, beforeSequence: isInteger },
  loadLife: { messageId: isText },
  loadBody: { queueArn: isText, messageId: isText },
  sendAgain: { queueArn: isText, draft: (value) => fits(value, messageShape) },
  openComposer: {},
  explainDenial: { sequence: isInteger },
  copy: { text: isText },
};

const draftShape: Shape = {
  queueArn: isText,
  rate: isText,
  shape: isText,
  duration: isText,
  size: isText,
  template: isText,
  connections: isText,
  groups: isText,
  attributes: isText,
};

const loadShapes: Readonly<Record<LoadToHost['type'], Shape>> = {
  ready: {},
  startBroker: {},
  showLog: {},
  createQueue: {},
  queueSelected: { queueArn: isText },
  pickTemplate: {},
  start: { draft: (value) => fits(value, draftShape) },
  stop: {},
  copy: { text: isText },
};

/** The message of a composer, or undefined when it is none: a webview shows foreign text and is not trusted blindly. */
export function readComposerMessage(value: unknown): ComposerToHost | undefined {
  return hasShape(value, composerShapes) ? (value as ComposerToHost) : undefined;
}

/** The message of a trace view, or undefined when it is none. */
export function readTraceMessage(value: unknown): TraceToHost | undefined {
  return hasShape(value, traceShapes) ? (value as TraceToHost) : undefined;
}

/** The message of a panel of load tests, or undefined when it is none. */
export function readLoadMessage(value: unknown): LoadToHost | undefined {
  return hasShape(value, loadShapes) ? (value as LoadToHost) : undefined;
}

function hasShape(value: unknown, shapes: Readonly<Record<string, Shape>>): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    return false;
  const shape = Object.hasOwn(shapes, value.type) ? shapes[value.type] : undefined;
  return shape !== undefined && fits(value, shape);
}

function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape).every(([name, check]) => check(record[name]));
}
