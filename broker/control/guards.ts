import {
  FAULT_ERRORS,
  FAULTY_ACTIONS,
  MAXIMUM_FAULT_DELAY_MS,
  MAXIMUM_FAULT_SEED,
  MAXIMUM_SLOW_MS,
  type QueueFaults,
} from '../protocol/faults.ts';
import {
  type DefinitionsFile,
  MAXIMUM_COMPARED_FILES,
  MAXIMUM_DEFINITIONS_BYTES,
} from '../protocol/definitions.ts';
import type { ProbeMessage } from '../protocol/idempotence.ts';
import { MASTER_KEY_PATTERN } from '../protocol/encryption.ts';
import { KEY_OPERATIONS } from '../protocol/kms.ts';
import type { MessageAttributeValue } from '../protocol/message.ts';
import type { NoParams } from '../protocol/method.ts';
import type { ReplaySend } from '../protocol/replay.ts';
import type { MethodKey, MethodParams } from './methods.ts';
import { checkAttributeValue } from '../calls/messageInput.ts';
import {
  dictionaryOf,
  type Guard,
  inTurn,
  listOf,
  matching,
  number,
  oneOf,
  optional,
  shape,
  text,
  wholeNumber,
  yesOrNo,
} from '../protocol/shape.ts';

const DAY_MS = 86_400_000;
/** Generous: the service's own rules come behind and answer with the service's own errors. */
const NAME = text(1024);
const BODY = text(8 * 1_048_576);
const SEQUENCE = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const ATTRIBUTES = dictionaryOf(text(65_536), 100);
const TAGS = dictionaryOf(text(1024), 100);
const PROCESS_ID = wholeNumber(1, 2 ** 31 - 1);
const DEFINITIONS = shape<MethodParams<'planDefinitions'>>({
  text: text(MAXIMUM_DEFINITIONS_BYTES),
  source: optional(text(4096, 1)),
});
const QUEUE = shape<MethodParams<'getQueue'>>({ queueArn: NAME });

const MESSAGE_ATTRIBUTES = listOf(
  inTurn(shape<MessageAttributeValue>({ name: NAME, type: NAME, value: BODY }), checkAttributeValue),
  1000,
);
const MESSAGES = { queueArn: NAME, messageIds: listOf(NAME, 1000) };
const TO_QUEUE = shape<MethodParams<'moveMessages'>>({ ...MESSAGES, toQueueArn: NAME });

const RATE = optional(number(0, 1));
const SEED = optional(wholeNumber(0, MAXIMUM_FAULT_SEED));
const KEY_ID = text(64, 1);
const OPERATIONS = listOf(oneOf(KEY_OPERATIONS), KEY_OPERATIONS.length);
const KEY_ALIAS = shape<MethodParams<'addKeyAlias'>>({ keyId: KEY_ID, alias: text(256, 1) });

const nothing = shape<NoParams>({});

/** Requests without params may leave the params out altogether. */
const NO_PARAMS: Guard<NoParams> = (value) =>
  value === undefined || value === null ? undefined : nothing(value);

/** What the params of every method must look like; the only place where a client's data is not trusted to have a type. */
export const GUARDS: { readonly [K in MethodKey]: Guard<MethodParams<K>> } = {
  getBroker: NO_PARAMS,
  stopBroker: NO_PARAMS,
  registerConsumer: shape<MethodParams<'registerConsumer'>>({
    accessKeyId: text(128, 1),
    name: text(256, 1),
    secretAccessKey: optional(text(128, 1)),
    user: optional(text(128)),
    kind: oneOf(['debugSession']),
    processId: optional(wholeNumber(0, 2 ** 32)),
  }),

  listQueues: NO_PARAMS,
  getQueue: QUEUE,
  createQueue: shape<MethodParams<'createQueue'>>({
    name: NAME,
    attributes: optional(ATTRIBUTES),
    tags: optional(TAGS),
  }),
  deleteQueue: QUEUE,
  purgeQueue: QUEUE,
  setQueueAttributes: shape<MethodParams<'setQueueAttributes'>>({ queueArn: NAME, attributes: ATTRIBUTES }),

  redriveQueue: shape<MethodParams<'redriveQueue'>>({
    queueArn: NAME,
    toQueueArn: optional(NAME),
    maxPerSecond: optional(wholeNumber(1, 500)),
  }),

  peekMessages: shape<MethodParams<'peekMessages'>>({
    queueArn: NAME,
    state: optional(oneOf(['visible', 'inFlight', 'delayed'])),
    cursor: optional(text(256)),
    limit: wholeNumber(1, 100),
  }),
  getMessage: shape<MethodParams<'getMessage'>>({ queueArn: NAME, messageId: NAME }),
  sendMessage: shape<MethodParams<'sendMessage'>>({
    queueArn: NAME,
    body: BODY,
    attributes: optional(MESSAGE_ATTRIBUTES),
    delaySeconds: optional(wholeNumber(-1_000_000, 1_000_000)),
    groupId: optional(NAME),
    deduplicationId: optional(NAME),
    count: optional(wholeNumber(1, 10_000)),
  }),
  getSentMessage: shape<MethodParams<'getSentMessage'>>({ messageId: NAME }),
  listInFlight: shape<MethodParams<'listInFlight'>>({
    consumerId: optional(NAME),
    limit: wholeNumber(1, 1000),
  }),
  sendAgain: shape<MethodParams<'sendAgain'>>({ ...MESSAGES, toQueueArn: optional(NAME) }),
  copyMessages: TO_QUEUE,
  moveMessages: TO_QUEUE,
  redriveMessages: shape<MethodParams<'redriveMessages'>>({ ...MESSAGES, toQueueArn: optional(NAME) }),
  deleteMessages: shape<MethodParams<'deleteMessages'>>(MESSAGES),
  releaseMessages: shape<MethodParams<'releaseMessages'>>(MESSAGES),
  extendMessages: shape<MethodParams<'extendMessages'>>({
    ...MESSAGES,
    visibilitySeconds: wholeNumber(1, 43_200),
  }),

  subscribeTrace: shape<MethodParams<'subscribeTrace'>>({ afterSequence: optional(SEQUENCE) }),
  unsubscribeTrace: shape<MethodParams<'unsubscribeTrace'>>({ subscriptionId: NAME }),
  readTrace: shape<MethodParams<'readTrace'>>({
    afterSequence: SEQUENCE,
    limit: wholeNumber(1, 1000),
    messageId: optional(NAME),
    withContents: optional(yesOrNo()),
  }),
  clearTrace: NO_PARAMS,

  getClock: NO_PARAMS,
  advanceClock: shape<MethodParams<'advanceClock'>>({ byMs: wholeNumber(1, 400 * DAY_MS) }),
  advanceClockToNext: NO_PARAMS,
  advanceClockToMessage: shape<MethodParams<'advanceClockToMessage'>>({
    queueArn: NAME,
    messageId: NAME,
    deadline: optional(oneOf(['visible', 'retention'])),
  }),
  resetClock: NO_PARAMS,
  holdClock: shape<MethodParams<'holdClock'>>({
    consumerId: NAME,
    processIds: optional(listOf(PROCESS_ID, 1000)),
  }),
  releaseClock: shape<MethodParams<'releaseClock'>>({ consumerId: NAME }),

  readAccounting: shape<MethodParams<'readAccounting'>>({ prices: optional(oneOf(['tiered', 'flat'])) }),
  resetAccounting: NO_PARAMS,

  planDefinitions: DEFINITIONS,
  applyDefinitions: DEFINITIONS,
  compareDefinitions: shape<MethodParams<'compareDefinitions'>>({
    files: listOf(
      shape<DefinitionsFile>({ text: text(MAXIMUM_DEFINITIONS_BYTES), source: text(4096, 1) }),
      MAXIMUM_COMPARED_FILES,
    ),
  }),
  writeDefinitions: shape<MethodParams<'writeDefinitions'>>({ queueArns: optional(listOf(NAME, 10_000)) }),
  listFaults: NO_PARAMS,
  setFaults: shape<MethodParams<'setFaults'>>({
    queueArn: NAME,
    faults: shape<QueueFaults>({
      duplicateRate: RATE,
      shuffle: optional(yesOrNo()),
      delayMs: optional(wholeNumber(0, MAXIMUM_FAULT_DELAY_MS)),
      missRate: RATE,
      throttleRate: RATE,
      errorRate: RATE,
      errorCode: optional(oneOf(FAULT_ERRORS)),
      slowRate: RATE,
      slowMs: optional(wholeNumber(0, MAXIMUM_SLOW_MS)),
      dropRate: RATE,
      actions: optional(listOf(oneOf(FAULTY_ACTIONS), FAULTY_ACTIONS.length)),
    }),
    seed: SEED,
    keep: optional(yesOrNo()),
  }),
  clearFaults: shape<MethodParams<'clearFaults'>>({ queueArn: optional(NAME) }),

  addToReplay: shape<MethodParams<'addToReplay'>>({
    replayId: optional(NAME),
    sends: listOf(
      shape<ReplaySend>({
        queueArn: NAME,
        sentAt: number(0, Number.MAX_SAFE_INTEGER),
        body: BODY,
        attributes: MESSAGE_ATTRIBUTES,
        groupId: optional(NAME),
        traceHeader: optional(BODY),
      }),
      1000,
    ),
  }),
  startReplay: shape<MethodParams<'startReplay'>>({
    replayId: NAME,
    speed: number(0, 1000),
    toQueueArn: optional(NAME),
  }),
  cancelReplay: shape<MethodParams<'cancelReplay'>>({ replayId: NAME }),

  startIdempotenceTest: shape<MethodParams<'startIdempotenceTest'>>({
    queueArn: NAME,
    messages: listOf(
      shape<ProbeMessage>({ body: BODY, attributes: optional(MESSAGE_ATTRIBUTES), groupId: optional(NAME) }),
      100,
    ),
    deliveries: optional(wholeNumber(2, 10)),
    seed: SEED,
    timeoutSeconds: optional(wholeNumber(1, 600)),
  }),
  cancelIdempotenceTest: shape<MethodParams<'cancelIdempotenceTest'>>({ testId: NAME }),

  configureTelemetry: shape<MethodParams<'configureTelemetry'>>({
    endpoint: optional(text(2048, 1)),
    headers: optional(dictionaryOf(text(8192), 32)),
  }),
  getTelemetry: NO_PARAMS,

  listFindings: NO_PARAMS,
  dismissFinding: shape<MethodParams<'dismissFinding'>>({ findingId: NAME }),
  clearFindings: NO_PARAMS,

  rotateMasterKey: shape<MethodParams<'rotateMasterKey'>>({
    masterKey: matching(MASTER_KEY_PATTERN, '32 bytes in base64'),
  }),

  listKeys: NO_PARAMS,
  createKey: shape<MethodParams<'createKey'>>({
    description: optional(text(8192)),
    alias: optional(text(256, 1)),
  }),
  addKeyAlias: KEY_ALIAS,
  removeKeyAlias: KEY_ALIAS,
  setKeyEnabled: shape<MethodParams<'setKeyEnabled'>>({ keyId: KEY_ID, isEnabled: yesOrNo() }),
  scheduleKeyDeletion: shape<MethodParams<'scheduleKeyDeletion'>>({
    keyId: KEY_ID,
    days: optional(wholeNumber(0, 400)),
  }),
  cancelKeyDeletion: shape<MethodParams<'cancelKeyDeletion'>>({ keyId: KEY_ID }),
  grantKey: shape<MethodParams<'grantKey'>>({ keyId: KEY_ID, principal: NAME, operations: OPERATIONS }),
  revokeKey: shape<MethodParams<'revokeKey'>>({
    keyId: KEY_ID,
    principal: NAME,
    operations: optional(OPERATIONS),
  }),
  getStorage: NO_PARAMS,
  undoPurge: QUEUE,
  undoDelete: QUEUE,
};
