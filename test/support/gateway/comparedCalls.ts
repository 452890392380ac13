import { flattenInput } from '../../conformance/support/flatten.ts';

/** How a call is written, and which response it asks for. */
export const CALL_FORMS = ['JSON protocol', 'Query', 'Query by GET', 'Query that accepts JSON'] as const;
export type CallForm = (typeof CALL_FORMS)[number];

/** What earlier calls have said: the newest of each. */
interface Known {
  /** That names of queues begin with. */
  readonly prefix: string;
  QueueUrl: string;
  ReceiptHandle: string;
  /** Of the queues of this run, by the end of their names. */
  readonly arns: (name: string) => string;
}

type ComparedCall = readonly [action: string, input?: (known: Known) => object];

const ATTRIBUTES = {
  text: { DataType: 'String', StringValue: 'päper € <&> 😀' },
  bytes: { DataType: 'Binary', BinaryValue: 'AAECAwQ=' },
};
const JSON_TYPE = 'application/x-amz-json-1.0';
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0';

const QUEUE_URL = /http:\/\/[\w.:]+\/\d{12}\/[\w.-]+/g;

/** Good calls and bad ones, of known actions and of others, in the order in which they are made. */
export const COMPARED_CALLS: readonly ComparedCall[] = [
  ['GetQueueUrl', ({ prefix }) => ({ QueueName: `${prefix}-dead` })],
  ['CreateQueue', ({ prefix }) => ({ QueueName: `${prefix}-dead` })],
  ['CreateQueue', ({ prefix }) => ({ QueueName: `${prefix} with spaces` })],
  ['CreateQueue', ({ prefix }) => ({ QueueName: prefix, Attributes: { VisibilityTimeout: '99999999' } })],
  ['CreateQueue', ({ prefix }) => ({ QueueName: `${prefix}.fifo` })],
  [
    'CreateQueue',
    ({ prefix, arns }) => ({
      QueueName: `${prefix}-orders`,
      Attributes: {
        VisibilityTimeout: '40',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arns('dead'), maxReceiveCount: '3' }),
      },
      tags: { team: 'a & b' },
    }),
  ],
  [
    'CreateQueue',
    ({ prefix }) => ({ QueueName: `${prefix}-orders`, Attributes: { VisibilityTimeout: '7' } }),
  ],
  ['GetQueueUrl', ({ prefix }) => ({ QueueName: `${prefix}-orders` })],
  ['ListQueues', ({ prefix }) => ({ QueueNamePrefix: prefix })],
  ['ListQueues', ({ prefix }) => ({ QueueNamePrefix: `${prefix}-none` })],
  ['GetQueueAttributes', ({ QueueUrl }) => ({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'QueueArn'] })],
  ['GetQueueAttributes', ({ QueueUrl }) => ({ QueueUrl, AttributeNames: ['Weather'] })],
  [
    'GetQueueAttributes',
    ({ QueueUrl }) => ({ QueueUrl: `${QueueUrl}-none`, AttributeNames: ['VisibilityTimeout'] }),
  ],
  ['SetQueueAttributes', ({ QueueUrl }) => ({ QueueUrl, Attributes: { DelaySeconds: '0' } })],
  ['SetQueueAttributes', ({ QueueUrl }) => ({ QueueUrl, Attributes: { DelaySeconds: 'soon' } })],
  ['TagQueue', ({ QueueUrl }) => ({ QueueUrl, Tags: { color: 'blue' } })],
  ['ListQueueTags', ({ QueueUrl }) => ({ QueueUrl })],
  ['UntagQueue', ({ QueueUrl }) => ({ QueueUrl, TagKeys: ['color'] })],
  [
    'AddPermission',
    ({ QueueUrl }) => ({
      QueueUrl,
      Label: 'label',
      AWSAccountIds: ['111122223333'],
      Actions: ['SendMessage'],
    }),
  ],
  ['RemovePermission', ({ QueueUrl }) => ({ QueueUrl, Label: 'label' })],
  ['RemovePermission', ({ QueueUrl }) => ({ QueueUrl, Label: 'none' })],
  [
    'SendMessage',
    ({ QueueUrl }) => ({ QueueUrl, MessageBody: 'x <&> "y" €', MessageAttributes: ATTRIBUTES }),
  ],
  ['SendMessage', ({ QueueUrl }) => ({ QueueUrl, MessageBody: '' })],
  ['SendMessage', ({ QueueUrl }) => ({ QueueUrl })],
  ['SendMessage', ({ QueueUrl }) => ({ QueueUrl, MessageBody: 'x', DelaySeconds: 901 })],
  ['SendMessage', ({ QueueUrl }) => ({ QueueUrl: `${QueueUrl}-none`, MessageBody: 'x' })],
  ['SendMessage', () => ({ QueueUrl: 'orders', MessageBody: 'x' })],
  [
    'ReceiveMessage',
    ({ QueueUrl }) => ({ QueueUrl, AttributeNames: ['All'], MessageAttributeNames: ['All'] }),
  ],
  ['ReceiveMessage', ({ QueueUrl }) => ({ QueueUrl, WaitTimeSeconds: 0 })],
  ['ReceiveMessage', ({ QueueUrl }) => ({ QueueUrl, MaxNumberOfMessages: 11 })],
  [
    'ChangeMessageVisibility',
    ({ QueueUrl, ReceiptHandle }) => ({ QueueUrl, ReceiptHandle, VisibilityTimeout: 30 }),
  ],
  ['ChangeMessageVisibility', ({ QueueUrl }) => ({ QueueUrl, ReceiptHandle: 'none', VisibilityTimeout: 30 })],
  [
    'ChangeMessageVisibilityBatch',
    ({ QueueUrl, ReceiptHandle }) => ({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle, VisibilityTimeout: 20 },
        { Id: 'b', ReceiptHandle: 'none', VisibilityTimeout: 20 },
      ],
    }),
  ],
  ['DeleteMessage', ({ QueueUrl }) => ({ QueueUrl, ReceiptHandle: 'none' })],
  ['DeleteMessage', ({ QueueUrl, ReceiptHandle }) => ({ QueueUrl, ReceiptHandle })],
  ['DeleteMessageBatch', ({ QueueUrl }) => ({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: 'none' }] })],
  [
    'SendMessageBatch',
    ({ QueueUrl }) => ({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'one', MessageAttributes: ATTRIBUTES },
        { Id: 'b', MessageBody: 'two', DelaySeconds: 901 },
      ],
    }),
  ],
  [
    'SendMessageBatch',
    ({ QueueUrl }) => ({ QueueUrl, Entries: ['a', 'a'].map((Id) => ({ Id, MessageBody: 'x' })) }),
  ],
  [
    'SendMessageBatch',
    ({ QueueUrl }) => ({
      QueueUrl,
      Entries: Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' })),
    }),
  ],
  ['ListDeadLetterSourceQueues', ({ QueueUrl }) => ({ QueueUrl: QueueUrl.replace('orders', 'dead') })],
  ['ListMessageMoveTasks', ({ arns }) => ({ SourceArn: arns('dead') })],
  ['StartMessageMoveTask', ({ arns }) => ({ SourceArn: arns('none') })],
  ['CancelMessageMoveTask', () => ({ TaskHandle: 'none' })],
  ['PurgeQueue', ({ QueueUrl }) => ({ QueueUrl })],
  ['DropTables'],
  ['DropTables', ({ QueueUrl }) => ({ QueueUrl })],
  ['DeleteQueue', ({ QueueUrl }) => ({ QueueUrl })],
  ['DeleteQueue', ({ QueueUrl }) => ({ QueueUrl })],
  ['SendMessage', ({ QueueUrl }) => ({ QueueUrl, MessageBody: 'x' })],
];

/** What a program gets, without what differs from call to call. */
export interface ComparedAnswer {
  readonly call: string;
  readonly status: number;
  readonly type: string | null;
  readonly error: string | null;
  readonly body: string;
}

/**
 * Makes all calls, one after the other, on queues of their own.
 * @param endpoint URL of the endpoint, or of a gateway to it
 * @param prefix that no other run has
 * @param account of the endpoint
 */
export async function runComparedCalls(
  endpoint: string,
  form: CallForm,
  prefix: string,
  account: string,
): Promise<readonly ComparedAnswer[]> {
  const arns = (name: string): string => `arn:aws:sqs:us-east-1:${account}:${prefix}-${name}`;
  const known: Known = { prefix, arns, QueueUrl: endpoint, ReceiptHandle: '' };
  const answers: ComparedAnswer[] = [];
  for (const [index, [action, write]] of COMPARED_CALLS.entries()) {
    const response = await callIn(form, endpoint, action, write?.(known) ?? {});
    const text = await response.text();
    const [, url] = /QueueUrl(?:": ?"|>)([^"<]+)/.exec(text) ?? [];
    const [, handle] = /ReceiptHandle(?:": ?"|>)([^"<]+)/.exec(text) ?? [];
    if (url !== undefined && action !== 'ListQueues') known.QueueUrl = url;
    if (handle !== undefined) known.ReceiptHandle = handle;
    answers.push({
      call: `${index} ${action}`,
      status: response.status,
      type: response.headers.get('content-type'),
      error: response.headers.get('x-amzn-query-error'),
      body: withoutOwn(text, endpoint, prefix),
    });
  }
  return answers;
}

function callIn(form: CallForm, endpoint: string, action: string, input: object): Promise<Response> {
  const authorization = AUTHORIZATION;
  if (form === 'JSON protocol') {
    const headers = { authorization, 'content-type': JSON_TYPE, 'x-amz-target': `AmazonSQS.${action}` };
    return fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  }
  const parameters = flattenInput(action, input);
  if (form === 'Query by GET') return fetch(`${endpoint}/?${parameters}`, { headers: { authorization } });
  const accept = form === 'Query' ? '*/*' : 'application/json';
  return fetch(endpoint, { method: 'POST', headers: { authorization, accept }, body: parameters });
}

/** IDs, handles, times, addresses and the order of lists are others in each run; bodies, attributes, digests and texts are not. */
function withoutOwn(given: string, endpoint: string, prefix: string): string {
  const urls = given.match(QUEUE_URL)?.toSorted() ?? [];
  return given
    .replaceAll(QUEUE_URL, () => urls.shift() ?? '')
    .replaceAll(endpoint, 'ENDPOINT')
    .replaceAll(prefix, 'PREFIX')
    .replaceAll(/(ReceiptHandle(?:": ?"|>))[^"<]+/g, '$1HANDLE')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/(RequestId(?:": ?"|>))[^"<]+/g, '$1ID')
    .replaceAll(/\b\d{10,}(?:\.\d+)?\b/g, 'TIME');
}
