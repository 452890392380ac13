import type { InspectedQueue } from './inspection.ts';
import {
  type Fields,
  isFields,
  listOf,
  readAttributeList,
  readAttributes,
  readMoment,
  readNumber,
  readText,
  readTexts,
} from './inspectionFields.ts';

/** A message as an emulator shows it to developers. */
export interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly state: 'visible' | 'inFlight' | 'delayed';
  /** When it is visible again, or for the first time, epoch ms; absent: now, or the endpoint does not say. */
  readonly visibleAt?: number;
  readonly attributes: readonly InspectedAttribute[];
  /** In SQS's spelling, as far as the endpoint says them. */
  readonly systemAttributes: Readonly<Record<string, string>>;
}

export interface InspectedAttribute {
  readonly name: string;
  readonly type: string;
  /** The text, or base64 for `Binary`. */
  readonly value: string;
}

interface Style {
  /** Below the endpoint. */
  readonly path: (queue: InspectedQueue) => string;
  /** @returns undefined for what is not as documented */
  readonly read: (answer: unknown) => readonly InspectedMessage[] | undefined;
}

/** The paths of emulators, with the responses as their documentation has them, in the order in which they are tried. */
export const INSPECTION_STYLES = {
  /** `/_fauxqs/queues/NAME` of fauxqs: the messages by their state. */
  fauxqs: {
    path: ({ name }) => `_fauxqs/queues/${encodeURIComponent(name)}`,
    read: readFauxqs,
  },
  /** `/_ministack/sqs/messages` of MiniStack: by account, region and URL of the queue. */
  ministack: {
    path: ({ url }) => `_ministack/sqs/messages?QueueUrl=${encodeURIComponent(url)}`,
    read: readMinistack,
  },
  /** `/_aws/sqs/messages` of LocalStack, in the form of its Query protocol, and of floci, which has the members of the JSON protocol. */
  localStack: {
    path: ({ url }) =>
      `_aws/sqs/messages?QueueUrl=${encodeURIComponent(url)}&ShowInvisible=true&ShowDelayed=true`,
    read: readLocalStack,
  },
} as const satisfies Record<string, Style>;

export type InspectionStyle = keyof typeof INSPECTION_STYLES;

function readFauxqs(answer: unknown): readonly InspectedMessage[] | undefined {
  if (!isFields(answer) || !isFields(answer['messages'])) return undefined;
  const { ready, delayed, inflight } = answer['messages'];
  if (![ready, delayed, inflight].every(Array.isArray)) return undefined;
  return [
    ...listOf(ready).map((message) => describeFauxqs(message, 'visible', undefined)),
    ...listOf(inflight).map((entry) =>
      describeFauxqs(
        isFields(entry['message']) ? entry['message'] : {},
        'inFlight',
        entry['visibilityDeadline'],
      ),
    ),
    ...listOf(delayed).map((message) => describeFauxqs(message, 'delayed', message['delayUntil'])),
  ];
}

function describeFauxqs(
  message: Fields,
  state: InspectedMessage['state'],
  visibleAt: unknown,
): InspectedMessage {
  const moment = readMoment(visibleAt);
  return {
    messageId: readText(message['messageId']),
    body: readText(message['body']),
    state,
    ...(moment !== undefined && { visibleAt: moment }),
    attributes: readAttributes(message['messageAttributes']),
    systemAttributes: readTexts({
      SentTimestamp: message['sentTimestamp'],
      ApproximateReceiveCount: message['approximateReceiveCount'],
      ApproximateFirstReceiveTimestamp: message['approximateFirstReceiveTimestamp'],
      MessageGroupId: message['messageGroupId'],
      MessageDeduplicationId: message['messageDeduplicationId'],
      SequenceNumber: message['sequenceNumber'],
    }),
  };
}

function readMinistack(answer: unknown): readonly InspectedMessage[] | undefined {
  if (!isFields(answer) || !isFields(answer['messages'])) return undefined;
  const accounts = Object.entries(answer['messages']);
  // By account, by region in newer versions, and by URL: one queue was asked for.
  const lists = accounts.flatMap(([account, queues]) =>
    /^\d{12}$/.test(account) ? listLeaves(queues) : [queues],
  );
  if (!lists.every((list) => Array.isArray(list))) return undefined;
  return lists.flatMap((list) => listOf(list).map(describeMinistack));
}

/** What is in objects, and in objects of them. */
function listLeaves(value: unknown): readonly unknown[] {
  return isFields(value) ? Object.values(value).flatMap(listLeaves) : [value];
}

function describeMinistack(message: Fields): InspectedMessage {
  const isVisible = message['IsVisible'] !== false;
  const wasReceived = readNumber(message['ReceiveCount']) > 0;
  const moment = isVisible ? undefined : readMoment(message['VisibleAt']);
  return {
    messageId: readText(message['MessageId']),
    body: readText(message['Body']),
    // It has no word for it: what nothing has received yet can only be delayed.
    state: isVisible ? 'visible' : wasReceived ? 'inFlight' : 'delayed',
    ...(moment !== undefined && { visibleAt: moment }),
    attributes: readAttributes(message['MessageAttributes']),
    systemAttributes: {
      ...readTexts(message['Attributes']),
      ...readTexts({
        SentTimestamp: readMoment(message['SentTimestamp']),
        ApproximateReceiveCount: message['ReceiveCount'],
        ApproximateFirstReceiveTimestamp: readMoment(message['FirstReceiveTimestamp']),
        MessageGroupId: message['MessageGroupId'],
        MessageDeduplicationId: message['MessageDeduplicationId'],
        SequenceNumber: message['SequenceNumber'],
      }),
    },
  };
}

function readLocalStack(answer: unknown): readonly InspectedMessage[] | undefined {
  if (!isFields(answer)) return undefined;
  if (Array.isArray(answer['messages'])) return listOf(answer['messages']).map(describeLocalStack);
  const response = answer['ReceiveMessageResponse'];
  if (!isFields(response) || !('ReceiveMessageResult' in response)) return undefined;
  const result = response['ReceiveMessageResult'];
  // An empty queue has no result, and a single message is no list.
  return (isFields(result) ? listOf(result['Message']) : []).map(describeLocalStack);
}

function describeLocalStack(message: Fields): InspectedMessage {
  const { IsVisible, IsDelayed, ...systemAttributes } = {
    ...readTexts(message['Attributes']),
    ...Object.fromEntries(
      listOf(message['Attribute']).map((each) => [readText(each['Name']), readText(each['Value'])]),
    ),
  } as Record<string, string>;
  return {
    messageId: readText(message['MessageId']),
    body: readText(message['Body']),
    // floci lists messages in flight, too, and does not say which they are.
    state: IsDelayed === 'true' ? 'delayed' : IsVisible === 'false' ? 'inFlight' : 'visible',
    attributes: [
      ...readAttributes(message['MessageAttributes']),
      ...readAttributeList(message['MessageAttribute']),
    ],
    systemAttributes,
  };
}
