import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type JsonSQS from 'aws-sdk-json/clients/sqs.js';
import { Consumer } from 'sqs-consumer';
import { EventSource, fetch as undiciFetch, request as undiciRequest } from 'undici';
import { type LocalBroker, startLocalBroker } from '../conformance/support/broker.ts';
import { RawConnection } from '../conformance/support/rawHttp.ts';

const run = promisify(execFile);
const SDK_OPTIONS = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const CALL = 'Action=ListQueues';

/** What a program writes that has nothing but `fetch`. Its arguments are the endpoint; it prints the statuses. */
const FETCHES = `
const [endpoint] = process.argv.slice(1);
const json = { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.ListQueues' };
const calls = [
  [endpoint + '/?${CALL}'],
  [endpoint + '/', { method: 'POST', body: new URLSearchParams('${CALL}') }],
  [endpoint + '/', { method: 'POST', headers: json, body: '{}' }],
  [endpoint + '/', { method: 'POST', headers: json, body: '{}', mode: 'no-cors', credentials: 'include' }],
  [endpoint + '/', { method: 'POST', headers: json, body: '{}', referrer: 'about:client', keepalive: true }],
  [endpoint + '/queueside/queues'],
];
(async () => {
  const statuses = [];
  for (const [url, init] of calls) statuses.push((await fetch(url, init)).status);
  console.log(statuses.join(' '), process.versions.node.split('.')[0]);
})();
`;

/** Heads as these clients were seen to write them, without signatures. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  'Boto3 1.43': [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1:9324',
    'Accept-Encoding: identity',
    'X-Amz-Target: AmazonSQS.ListQueues',
    'Content-Type: application/x-amz-json-1.0',
    'x-amzn-query-mode: true',
    'User-Agent: Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.18 md/arch#x86_64 lang/python#3.11.7 md/pyimpl#CPython m/Z,D,N,b,g cfg/retry-mode#legacy Botocore/1.43.11',
    'X-Amz-Date: 20261129T002900Z',
    'amz-sdk-invocation-id: a750ca04-797f-42f9-a25d-8f0e45082816',
    'amz-sdk-request: attempt=1',
    'Content-Length: 2',
  ],
  'the AWS CLI 1.45': [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1:9324',
    'Accept-Encoding: identity',
    'X-Amz-Target: AmazonSQS.ListQueues',
    'Content-Type: application/x-amz-json-1.0',
    'x-amzn-query-mode: true',
    'User-Agent: aws-cli/1.45.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.18 md/arch#x86_64 lang/python#3.11.7 md/pyimpl#CPython m/D,N,C,g,b,Z cfg/retry-mode#legacy botocore/1.43.11',
    'amz-sdk-invocation-id: 6c0aa87a-b9d8-4b4b-aebb-c8ec177fac36',
    'amz-sdk-request: attempt=1',
    'Content-Length: 2',
  ],
  'curl 7.88': [
    'GET /?Action=ListQueues HTTP/1.1',
    'Host: 127.0.0.1:9324',
    'User-Agent: curl/7.88.1',
    'Accept: */*',
  ],
  'urllib of Python': [
    'GET /?Action=ListQueues HTTP/1.1',
    'Accept-Encoding: identity',
    'Host: 127.0.0.1:9324',
    'User-Agent: Python-urllib/3.11',
  ],
  'requests of Python': [
    'GET /?Action=ListQueues HTTP/1.1',
    'Host: 127.0.0.1:9324',
    'User-Agent: python-requests/2.34.2',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: keep-alive',
  ],
  'HttpClient of Java 17': [
    'POST /?Action=ListQueues HTTP/1.1',
    'Connection: Upgrade, HTTP2-Settings',
    'Content-Length: 2',
    'Host: 127.0.0.1:9324',
    'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
    'Upgrade: h2c',
    'User-Agent: Java-http-client/17.0.15',
  ],
  'HttpURLConnection of Java 17': [
    'GET /?Action=ListQueues HTTP/1.1',
    'User-Agent: Java/17.0.15',
    'Host: 127.0.0.1:9324',
    'Accept: text/html, image/gif, image/jpeg, */*; q=0.2',
    'Connection: keep-alive',
  ],
};

describe('A program that is no browser', function () {
  this.timeout(30_000);
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
  });
  after(() => broker.close());

  for (const [what, node, version] of [
    ['the Node.js of these tests', process.execPath, process.versions.node.split('.')[0]],
    ['Node.js 24', process.env['QUEUESIDE_NEWER_NODE'] ?? '', '24'],
  ] as const) {
    it(`calls by fetch of ${what}`, async () => {
      const { stdout } = await run(node, ['-e', FETCHES, broker.endpoint]);
      assert.equal(stdout.trim(), `200 200 200 200 200 200 ${version}`);
    });
  }

  it('calls by undici', async () => {
    const url = `${broker.endpoint}/?${CALL}`;
    assert.equal((await undiciFetch(url)).status, 200);
    assert.equal((await undiciFetch(url, { method: 'POST', body: 'a' })).status, 200);
    const { statusCode, body } = await undiciRequest(url, { method: 'POST', body: 'a' });
    await body.dump();
    assert.equal(statusCode, 200);
  });

  it('listens by the EventSource of undici, to learn that there are no events here', async () => {
    const before = broker.calls.length;
    const source = new EventSource(`${broker.endpoint}/?${CALL}`);
    await new Promise((resolve) => source.addEventListener('error', resolve));
    source.close();
    assert.equal(broker.calls.length, before + 1);
  });

  it('calls by the AWS SDK for JavaScript 3, and by the consumer on it', async () => {
    const client = new SQSClient({ ...SDK_OPTIONS, endpoint: broker.endpoint });
    const created = await fetch(`${broker.endpoint}/?Action=CreateQueue&QueueName=orders`);
    assert.equal(created.status, 200);
    assert.equal((await client.send(new ListQueuesCommand({}))).QueueUrls?.length, 1);
    const QueueUrl = `${broker.endpoint}/000000000000/orders`;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const received: (string | undefined)[] = [];
    const consumer = Consumer.create({
      queueUrl: QueueUrl,
      sqs: client,
      handleMessage: async (message) => {
        received.push(message.Body);
        return message;
      },
    });
    const processed = once(consumer, 'message_processed');
    consumer.start();
    await processed;
    consumer.stop({ abort: true });
    assert.deepEqual(received, ['a']);
    client.destroy();
  });

  for (const [what, load] of [
    ['Query', () => import('aws-sdk-query/clients/sqs.js')],
    ['JSON', () => import('aws-sdk-json/clients/sqs.js')],
  ] as const) {
    it(`calls by the AWS SDK for JavaScript 2 in ${what}`, async () => {
      process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
      const { default: SQS } = (await load()) as unknown as {
        readonly default: new (options: JsonSQS.ClientConfiguration) => JsonSQS;
      };
      const client = new SQS({ ...SDK_OPTIONS, endpoint: broker.endpoint, maxRetries: 0 });
      assert.ok(await client.listQueues().promise());
    });
  }

  for (const [what, lines] of Object.entries(HEADS)) {
    it(`calls with the head of ${what}`, async () => {
      const connection = new RawConnection(broker.port);
      const body = lines.includes('Content-Length: 2') ? '{}' : '';
      connection.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
      assert.equal((await connection.readAnswer()).status, 200);
      connection.socket.destroy();
    });
  }
});
