import type { MessageAttributeValue } from '../protocol/message.ts';
import type { NoParams } from '../protocol/method.ts';
import type { MethodKey, MethodParams } from './methods.ts';
import { dictionaryOf, type Guard, listOf, oneOf, optional, shape, text, wholeNumber } from './shape.ts';

const DAY_MS = 86_400_000;
/** Generous: the service's own rules come behind and answer with the service's own errors. */
const NAME = text(1024);
const BODY = text(8 * 1_048_576);
const SEQUENCE = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const ATTRIBUTES = dictionaryOf(text(65_536), 100);
const TAGS = dictionaryOf(text(1024), 100);
const CLOCK_CONSUMER = shape<MethodParams<'holdClock'>>({ consumerId: NAME });
/** A file of definitions that is larger than this holds something else. */
const DEFINITIONS = shape<MethodParams<'planDefinitions'>>({ text: text(4 * 1_048_576) });
const QUEUE = shape<MethodParams<'getQueue'>>({ queueArn: NAME });

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
    kind: oneOf(['debugSession']),
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
    attributes: optional(listOf(shape<MessageAttributeValue>({ name: NAME, type: NAME, value: BODY }), 1000)),
    delaySeconds: optional(wholeNumber(-1_000_000, 1_000_000)),
    groupId: optional(NAME),
    deduplicationId: optional(NAME),
    count: optional(wholeNumber(1, 10_000)),
  }),

  subscribeTrace: shape<MethodParams<'subscribeTrace'>>({ afterSequence: optional(SEQUENCE) }),
  unsubscribeTrace: shape<MethodParams<'unsubscribeTrace'>>({ subscriptionId: NAME }),
  readTrace: shape<MethodParams<'readTrace'>>({
    afterSequence: SEQUENCE,
    limit: wholeNumber(1, 1000),
    messageId: optional(NAME),
  }),
  clearTrace: NO_PARAMS,

  getClock: NO_PARAMS,
  advanceClock: shape<MethodParams<'advanceClock'>>({ byMs: wholeNumber(1, 400 * DAY_MS) }),
  holdClock: CLOCK_CONSUMER,
  releaseClock: CLOCK_CONSUMER,

  readAccounting: shape<MethodParams<'readAccounting'>>({ prices: optional(oneOf(['tiered', 'flat'])) }),
  resetAccounting: NO_PARAMS,

  planDefinitions: DEFINITIONS,
  applyDefinitions: DEFINITIONS,
  writeDefinitions: shape<MethodParams<'writeDefinitions'>>({ queueArns: optional(listOf(NAME, 10_000)) }),
};
