import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request as openRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, it } from 'mocha';
import { startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { type RecordingServer, startRecordingServer } from '../support/upstream/recordingServer.ts';

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
const JSON_TYPE = 'application/x-amz-json-1.0';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const D = 'http://localhost/000000000000/d';
const E = 'http://localhost/000000000000/e';
const LIST = { 'content-type': JSON_TYPE, 'x-amz-target': 'AmazonSQS.ListQueues' };
const READ = { 'content-type': JSON_TYPE, 'x-amz-target': 'AmazonSQS.GetQueueAttributes' };

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Each is one call to the gate and may be another one to an endpoint; gatewayAmbiguity has more. */
const AMBIGUOUS: Readonly<Record<string, Sent>> = {
  'QueueUrl of another queue than the path, in JSON': {
    path: '/000000000000/e',
    headers: READ,
    body: JSON.stringify({ QueueUrl: D }),
  },
  'a path, and a QueueUrl that is no URL': {
    path: '/000000000000/e',
    body: 'Action=GetQueueAttributes&QueueUrl=d',
  },
  'a path that ends with another name': {
    path: '/x/000000000000/e',
    body: `Action=GetQueueAttributes&QueueUrl=${D}`,
  },
  'X-Amz-Target twice': {
    headers: { ...LIST, 'x-amz-target': ['AmazonSQS.ListQueues', 'AmazonSQS.DeleteQueue'] },
    body: '{}',
  },
  'X-Amz-Target and JSON with a form behind it': {
    headers: LIST,
    body: `{"x":1}&Action=DeleteQueue&QueueUrl=${D}`,
  },
  'a JSON member Action': { headers: LIST, body: JSON.stringify({ Action: 'DeleteQueue', QueueUrl: D }) },
  'a JSON member twice, once in small letters': {
    headers: READ,
    body: `{"queueurl":"${E}","QueueUrl":"${D}"}`,
  },
  'a compressed body': { headers: { 'content-encoding': 'gzip' }, body: 'Action=ListQueues' },
};

describe('A call that can be read in two ways', () => {
  let upstream: RecordingServer;
  let gateway: TestGateway;

  before(async () => {
    upstream = await startRecordingServer();
    gateway = await startGateway(upstream.endpoint, { level: 'readOnly' });
  });

  after(() => gateway.close());

  beforeEach(() => {
    upstream.requests.splice(0);
    upstream.reads.splice(0);
  });

  async function call({ method = 'POST', path = '/', headers = {}, body = '' }: Sent) {
    const request = openRequest(`${gateway.endpoint}${path}`, {
      method,
      headers: {
        authorization: AUTHORIZATION,
        'content-type': FORM_TYPE,
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode, said: await text(response) };
  }

  for (const [what, sent] of Object.entries(AMBIGUOUS)) {
    it(`is rejected by the gateway: ${what}`, async () => {
      const { status, said } = await call(sent);
      assert.deepEqual([upstream.requests, upstream.reads], [[], []]);
      assert.equal(status, 403);
      if (sent.method !== 'HEAD') assert.match(said, /every server reads alike|only allows the actions/);
    });
  }

  const PLAIN: Readonly<Record<string, Sent>> = {
    // Two members of ReceiveMessage have this name, and clients write both.
    'a list element twice': {
      body: `Action=GetQueueAttributes&QueueUrl=${D}&AttributeName.1=All&AttributeName.1=QueueArn`,
    },
    'the path and QueueUrl of one queue': {
      path: '/000000000000/d',
      body: `Action=GetQueueAttributes&QueueUrl=${D}`,
    },
    'members of members that have equal names': {
      headers: READ,
      body: JSON.stringify({
        QueueUrl: D,
        a: { Name: 'x', QueueUrl: 'y' },
        b: [{ Name: 'x' }, { Name: '}"' }],
      }),
    },
  };
  for (const [what, sent] of Object.entries(PLAIN)) {
    it(`is not ${what}`, async () => {
      assert.equal((await call(sent)).status, 200);
      assert.equal(upstream.requests.length, 1);
    });
  }

  it('reaches the endpoint as the gate reads it: type, method and target are those of the call', async () => {
    const tricks = {
      'x-http-method-override': 'DELETE',
      'x-original-url': '/?Action=DeleteQueue',
      connection: 'close, X-Trick, Content-Type, X-Amz-Target',
      'x-trick': 'of the hop',
    };
    const { 'x-amz-target': target } = LIST;
    await call({ headers: { ...LIST, ...tricks }, body: JSON.stringify({ x: '&Action=DeleteQueue&' }) });
    await call({
      headers: { ...tricks, 'x-amz-target': '' },
      body: 'Action=ListQueues&QueueNamePrefix=x;Action=DeleteQueue',
    });
    const [json, query] = upstream.requests;
    assert.equal(json?.headers['content-type'], JSON_TYPE);
    assert.equal(json?.headers['x-amz-target'], target);
    assert.equal(query?.headers['content-type'], FORM_TYPE);
    assert.equal(query?.headers['x-amz-target'], undefined);
    assert.equal(query?.body, 'Action=ListQueues&QueueNamePrefix=x%3BAction=DeleteQueue');
    for (const { headers } of upstream.requests)
      for (const name of ['x-http-method-override', 'x-original-url', 'x-trick'])
        assert.equal(headers[name], undefined, name);
    assert.equal(upstream.requests.length, 2);
  });
});
