export const ACCOUNT = '000000000000';
export const ARN = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;
export const QUEUE_URL = `http://sqs.us-east-1.localhost.localstack.cloud:4566/${ACCOUNT}/orders`;
const ENCODED = encodeURIComponent(QUEUE_URL);
export const SENT = 1_714_000_000_000;

export const PATHS = {
  fauxqs: '/_fauxqs/queues/orders',
  ministack: `/_ministack/sqs/messages?QueueUrl=${ENCODED}`,
  localStack: `/_aws/sqs/messages?QueueUrl=${ENCODED}&ShowInvisible=true&ShowDelayed=true`,
} as const;

const name = (Name: string, Value: string) => ({ Name, Value });

/** Responses in the form that the documentation of each emulator has, with what is seen of them. */
export const DOCUMENTED: readonly {
  readonly emulator: string;
  readonly path: string;
  readonly answer: unknown;
  readonly rows: readonly unknown[];
  readonly attributes?: readonly unknown[];
}[] = [
  {
    emulator: 'fauxqs',
    path: PATHS.fauxqs,
    answer: {
      name: 'orders',
      url: QUEUE_URL,
      arn: ARN,
      attributes: { VisibilityTimeout: '30' },
      messages: {
        ready: [
          {
            messageId: 'a',
            body: 'first',
            md5OfBody: '',
            messageAttributes: { color: { DataType: 'String', StringValue: 'red' } },
            sentTimestamp: SENT,
            approximateReceiveCount: 0,
          },
        ],
        delayed: [
          {
            messageId: 'c',
            body: 'third',
            messageAttributes: {},
            sentTimestamp: SENT,
            approximateReceiveCount: 0,
            delayUntil: SENT + 5_000,
          },
        ],
        inflight: [
          {
            message: {
              messageId: 'b',
              body: 'second',
              messageAttributes: {},
              sentTimestamp: SENT,
              approximateReceiveCount: 2,
              messageGroupId: 'g',
            },
            receiptHandle: 'r',
            visibilityDeadline: SENT + 30_000,
          },
        ],
      },
    },
    rows: [
      ['a', 'visible', 0, SENT, 'first', undefined],
      ['b', 'inFlight', 2, SENT, 'second', SENT + 30_000],
      ['c', 'delayed', 0, SENT, 'third', SENT + 5_000],
    ],
    attributes: [{ name: 'color', type: 'String', value: 'red' }],
  },
  {
    emulator: 'MiniStack, by region',
    path: PATHS.ministack,
    answer: {
      messages: {
        [ACCOUNT]: {
          'us-east-1': {
            [QUEUE_URL]: [
              {
                MessageId: 'b',
                Body: 'second',
                SentTimestamp: SENT / 1_000,
                VisibleAt: SENT / 1_000 + 30,
                IsVisible: false,
                ReceiveCount: 1,
                FirstReceiveTimestamp: null,
                MessageAttributes: {},
                Attributes: {},
                MessageGroupId: null,
              },
              {
                MessageId: 'a',
                Body: 'first',
                SentTimestamp: SENT / 1_000,
                VisibleAt: SENT / 1_000,
                IsVisible: true,
                ReceiveCount: 0,
                MessageAttributes: { color: { DataType: 'String', StringValue: 'red' } },
                Attributes: {},
              },
              {
                MessageId: 'c',
                Body: 'third',
                SentTimestamp: SENT / 1_000,
                VisibleAt: SENT / 1_000 + 5,
                IsVisible: false,
                ReceiveCount: 0,
              },
            ],
          },
        },
      },
    },
    rows: [
      ['a', 'visible', 0, SENT, 'first', undefined],
      ['b', 'inFlight', 1, SENT, 'second', SENT + 30_000],
      ['c', 'delayed', 0, SENT, 'third', SENT + 5_000],
    ],
    attributes: [{ name: 'color', type: 'String', value: 'red' }],
  },
  {
    emulator: 'MiniStack, in its earlier form',
    path: PATHS.ministack,
    answer: { messages: { [ACCOUNT]: { [QUEUE_URL]: [{ MessageId: 'a', Body: 'x', IsVisible: true }] } } },
    rows: [['a', 'visible', 0, 0, 'x', undefined]],
  },
  {
    emulator: 'LocalStack',
    path: PATHS.localStack,
    answer: {
      ReceiveMessageResponse: {
        ReceiveMessageResult: {
          Message: [
            {
              MessageId: 'a',
              MD5OfBody: '',
              Body: 'first',
              Attribute: [
                name('SenderId', ACCOUNT),
                name('SentTimestamp', String(SENT)),
                name('ApproximateReceiveCount', '0'),
                name('IsVisible', 'true'),
                name('IsDelayed', 'false'),
              ],
              MessageAttribute: {
                Name: 'color',
                Value: { DataType: 'String', StringValue: 'red' },
              },
              ReceiptHandle: 'SQS/BACKDOOR/ACCESS',
            },
            {
              MessageId: 'b',
              Body: 'second',
              Attribute: [name('ApproximateReceiveCount', '3'), name('IsVisible', 'false')],
            },
            {
              MessageId: 'c',
              Body: 'third',
              Attribute: [name('IsVisible', 'false'), name('IsDelayed', 'true')],
            },
          ],
        },
      },
    },
    rows: [
      ['a', 'visible', 0, SENT, 'first', undefined],
      ['b', 'inFlight', 3, 0, 'second', undefined],
      ['c', 'delayed', 0, 0, 'third', undefined],
    ],
    attributes: [{ name: 'color', type: 'String', value: 'red' }],
  },
  {
    emulator: 'LocalStack, with one message, which is no list',
    path: PATHS.localStack,
    answer: {
      ReceiveMessageResponse: {
        ReceiveMessageResult: { Message: { MessageId: 'a', Body: 'x', Attribute: [] } },
      },
    },
    rows: [['a', 'visible', 0, 0, 'x', undefined]],
  },
  {
    emulator: 'LocalStack, with an empty queue',
    path: PATHS.localStack,
    answer: { ReceiveMessageResponse: { ReceiveMessageResult: null } },
    rows: [],
  },
  {
    emulator: 'floci',
    path: PATHS.localStack,
    answer: {
      messages: [
        {
          MessageId: 'a',
          MD5OfBody: '',
          Body: 'x',
          ReceiptHandle: null,
          Attributes: { SentTimestamp: String(SENT), ApproximateReceiveCount: '1' },
          MessageAttributes: {},
        },
      ],
    },
    rows: [['a', 'visible', 1, SENT, 'x', undefined]],
  },
];
