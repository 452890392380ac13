import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { HostToMessage, MessageLoss, ShownMessage } from '../../webview/messageProtocol.ts';
import { makeQueue, makeTraceEvents } from './webviewSamples.ts';

type Shown = Extract<HostToMessage, { readonly type: 'messageShown' }>;

const SENT_AT = Date.UTC(2026, 7, 3, 14, 2, 12, 38);
export const SAMPLE_NOW = SENT_AT + 9_000;
const IMAGES = makeQueue('images').arn;

/** Has text, an object, a list, a number too large for JavaScript, and an escape. */
export const SAMPLE_JSON =
  '{"task":"watermark","source":"uploads/img-0.png","sizes":[{"width":640,"height":480},{"width":1280,"height":960}],"owner":{"id":12345678901234567890,"name":"B\\u00f6b"},"draft":false,"note":null}';

export const SAMPLE_ATTRIBUTES: MessageDetails['attributes'] = [
  { name: 'priority', type: 'Number.int', value: '3' },
  { name: 'tenant', type: 'String', value: 'north-west' },
  { name: 'thumbnail', type: 'Binary.png', value: Buffer.from(pngStart()).toString('base64') },
  {
    name: 'traceparent',
    type: 'String',
    value: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
];

/** Longer than what a list shows of it. */
function pngStart(): number[] {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array.from({ length: 90 }, (_, index) => index)];
}

/** The message of the events of `makeTraceEvents(8)`. */
export function makeShownMessage(details: Partial<MessageDetails> = {}): ShownMessage {
  return {
    queueArn: IMAGES,
    queueName: 'images',
    details: {
      messageId: '1f3a5c00-6b1e-4c7d-9a52-0123456789ab',
      queueArn: IMAGES,
      state: 'inFlight',
      sentAt: SENT_AT,
      receiveCount: 2,
      sizeBytes: 212,
      preview: SAMPLE_JSON.slice(0, 256),
      visibleAt: SAMPLE_NOW + 21_000,
      body: '',
      bodyMd5: '9dd4e461268c8034f5c8564e155c67a6',
      attributes: SAMPLE_ATTRIBUTES,
      systemAttributes: {
        SenderId: 'AIDACKCEVSQ6C2EXAMPLE',
        SentTimestamp: String(SENT_AT),
        ApproximateReceiveCount: '2',
        ApproximateFirstReceiveTimestamp: String(SENT_AT + 1_000),
      },
      ...details,
    },
    actions: [
      'sendAgain',
      'editAndResend',
      'copyMessages',
      'moveMessages',
      'extendMessages',
      'releaseMessages',
      'showMessageInTrace',
      'compareMessages',
      'decryptMessage',
      'openBodyAsText',
      'deleteMessages',
    ],
  };
}

/** What a page of a message is sent when it opens. */
export function makeMessageStart(
  body = SAMPLE_JSON,
  details: Partial<MessageDetails> = {},
): readonly HostToMessage[] {
  const message = makeShownMessage(details);
  const shown: Shown = { type: 'messageShown', message, body, formatsJson: true, now: SAMPLE_NOW };
  const { messageId } = message.details;
  const events = makeTraceEvents(8).map((event) => ({ ...event, messageId }));
  return [
    { type: 'brokerChanged', broker: { kind: 'running', maximumMessageBytes: 1_048_576 } },
    shown,
    { type: 'lifeLoaded', messageId, events },
    { type: 'placeChanged', place: { hasPrevious: true, hasNext: true, position: 3, count: 12 } },
  ];
}

/** What a page gets when the sample message cannot be read any more. */
export function makeLoss(loss: MessageLoss = { kind: 'gone' }): HostToMessage {
  const { queueArn, details } = makeShownMessage({});
  return {
    type: 'messageLost',
    queueArn,
    messageId: details.messageId,
    loss,
    actions: ['showMessageInTrace', 'editAndResend'],
  };
}
