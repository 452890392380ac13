import assert from 'node:assert/strict';
import { itDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';
import { askBroker, errorOf, JSON_TYPE, target } from './support/rawCalls.ts';
import { formatRequest, RawConnection } from './support/rawHttp.ts';
import { freshName } from './support/suite.ts';
import { parseXml, textOf } from './support/xml.ts';

describe('The HTTP frame of the SQS front', () => {
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
  });

  afterEach(() => {
    assert.deepEqual(broker.defects, []);
  });

  after(() => broker.close());

  const ask = askBroker(() => broker.port);

  it('answers JSON calls with the headers of the service and nothing chunked', async () => {
    const answer = await ask('POST /', target('ListQueues'), '{}');
    assert.equal(answer.status, 200);
    assert.equal(answer.body, '{}');
    assert.equal(answer.headers.get('content-type'), JSON_TYPE);
    assert.match(answer.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
    assert.ok(Date.parse(answer.headers.get('date') ?? ''));
    assert.equal(answer.headers.get('content-length'), '2');
    assert.equal(answer.headers.get('transfer-encoding'), undefined);
    assert.equal(answer.headers.get('keep-alive'), 'timeout=120');
  });

  it('answers void JSON actions with an empty body of the JSON type', async () => {
    const { QueueUrl } = await new RawClient(broker, 'json').expect('CreateQueue', {
      QueueName: freshName(),
    });
    const answer = await ask('POST /', target('PurgeQueue'), JSON.stringify({ QueueUrl }));
    assert.equal(answer.status, 200);
    assert.equal(answer.body, '');
    assert.equal(answer.headers.get('content-type'), JSON_TYPE);
  });

  it('answers void Query actions without a result element', async () => {
    const { QueueUrl } = await new RawClient(broker, 'json').expect('CreateQueue', {
      QueueName: freshName(),
    });
    const answer = await ask(
      'POST /',
      {},
      new URLSearchParams({ Action: 'PurgeQueue', QueueUrl }).toString(),
    );
    const document = parseXml(answer.body);
    assert.deepEqual(
      document.children.map(({ name }) => name),
      ['ResponseMetadata'],
    );
    assert.match(answer.body, /xmlns="http:\/\/queue\.amazonaws\.com\/doc\/2012-11-05\/"/);
  });

  it('answers an empty receive in XML with an empty result element', async () => {
    const { QueueUrl } = await new RawClient(broker, 'json').expect('CreateQueue', {
      QueueName: freshName(),
    });
    const answer = await ask(
      'POST /',
      {},
      new URLSearchParams({ Action: 'ReceiveMessage', QueueUrl }).toString(),
    );
    assert.match(answer.body, /<ReceiveMessageResult\/>/);
  });

  it('takes the header’s word over the body’s and the path’s for the protocol', async () => {
    const answer = await ask('POST /000000000000/x?Action=ListQueues', target('ListQueues'), '{}');
    assert.equal(answer.headers.get('content-type'), JSON_TYPE);
  });

  for (const [title, headers, body, type, header] of [
    ['malformed JSON', target('SendMessage'), '{', 'SerializationException', 'MalformedInput;Sender'],
    ['an array', target('SendMessage'), '[]', 'SerializationException', 'MalformedInput;Sender'],
    ['no body', target('SendMessage'), '', 'SerializationException', 'MalformedInput;Sender'],
    [
      'a wrong type',
      target('CreateQueue'),
      '{"QueueName":1}',
      'SerializationException',
      'MalformedInput;Sender',
    ],
    ['an unknown action', target('FooBar'), '{}', 'UnknownOperationException', 'InvalidAction;Sender'],
    ['an inherited name', target('constructor'), '{}', 'UnknownOperationException', 'InvalidAction;Sender'],
    [
      'another service',
      { 'X-Amz-Target': 'DynamoDB.ListTables', 'Content-Type': JSON_TYPE },
      '{}',
      'UnknownOperationException',
      'InvalidAction;Sender',
    ],
    ['no target', { 'Content-Type': JSON_TYPE }, '{}', 'UnknownOperationException', 'InvalidAction;Sender'],
    [
      'a missing parameter',
      target('CancelMessageMoveTask'),
      '{}',
      'MissingRequiredParameterException',
      'MissingParameter;Sender',
    ],
    [
      'a bad parameter',
      target('CreateQueue'),
      '{"QueueName":"a b"}',
      'InvalidParameterValueException',
      'InvalidParameterValue;Sender',
    ],
  ] as const) {
    it(`answers ${title} with ${type} of the framework's namespace`, async () => {
      const answer = await ask('POST /', headers, body);
      assert.equal(answer.status, 400);
      assert.deepEqual(errorOf(answer), { type: `com.amazon.coral.service#${type}`, header });
      assert.equal(answer.headers.get('content-type'), JSON_TYPE);
    });
  }

  it('answers errors of the service in the service’s namespace', async () => {
    const answer = await ask('POST /', target('PurgeQueue'), '{}');
    assert.deepEqual(errorOf(answer), {
      type: 'com.amazonaws.sqs#QueueDoesNotExist',
      header: 'AWS.SimpleQueueService.NonExistentQueue;Sender',
    });
  });

  it('writes errors in XML as the service does', async () => {
    const answer = await ask('POST /', {}, 'Action=FooBar&Version=2012-11-05');
    const document = parseXml(answer.body);
    const [error] = document.children;
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get('content-type'), 'text/xml');
    assert.equal(document.name, 'ErrorResponse');
    assert.deepEqual(
      error?.children.map(({ name, text }) => [name, text]),
      [
        ['Type', 'Sender'],
        ['Code', 'InvalidAction'],
        ['Message', 'The action FooBar is not valid for this endpoint.'],
        ['Detail', ''],
      ],
    );
    assert.equal(textOf(document, 'RequestId'), answer.headers.get('x-amzn-requestid'));
  });

  describe('with Query requests to the path of a queue', () => {
    let path: string;
    let other: string;
    before(async () => {
      const client = new RawClient(broker, 'json');
      const create = async () => (await client.expect('CreateQueue', { QueueName: freshName() }))['QueueUrl'];
      path = new URL(await create()).pathname;
      other = await create();
    });

    it('takes the queue from the path, by GET and by POST, without a version', async () => {
      assert.match(
        (await ask(`GET ${path}?Action=SendMessage&MessageBody=a+b%20c`)).body,
        /<MD5OfMessageBody>/,
      );
      assert.match((await ask(`POST ${path}`, {}, 'Action=ReceiveMessage')).body, /<Body>a b c<\/Body>/);
    });

    it('lets the parameter win over the path', async () => {
      const query = new URLSearchParams({ Action: 'SendMessage', MessageBody: 'b', QueueUrl: other });
      assert.equal((await ask(`GET ${path}?${query}`)).status, 200);
      const count = 'Action=GetQueueAttributes&AttributeName.1=ApproximateNumberOfMessages';
      assert.match((await ask(`GET ${new URL(other).pathname}?${count}`)).body, /<Value>1<\/Value>/);
    });

    for (const action of ['ListQueues', 'CreateQueue']) {
      it(`does not take ${action} there`, async () => {
        const answer = await ask(`GET ${path}?Action=${action}&QueueName=x`);
        assert.equal(answer.status, 400);
        assert.match(answer.body, new RegExp(`>The action ${action} is not valid for this endpoint\\.<`));
      });
    }

    it('takes GetQueueUrl there, for another queue too', async () => {
      const name = other.split('/').at(-1);
      assert.match(
        (await ask(`GET ${path}?Action=GetQueueUrl&QueueName=${name}`)).body,
        new RegExp(`${name}</QueueUrl>`),
      );
    });

    it('takes JSON there', async () => {
      const body = JSON.stringify({ QueueUrl: other, AttributeNames: ['QueueArn'] });
      assert.equal((await ask(`POST ${path}`, target('GetQueueAttributes'), body)).status, 200);
    });

    it('sets one attribute the way old clients spell it', async () => {
      const set = 'Action=SetQueueAttributes&Attribute.Name=DelaySeconds&Attribute.Value=7';
      assert.equal((await ask(`POST ${path}`, {}, set)).status, 200);
      const read = 'Action=GetQueueAttributes&AttributeName=DelaySeconds';
      assert.match((await ask(`POST ${path}`, {}, read)).body, /<Value>7<\/Value>/);
    });
  });

  itDirectly('knows the account and the region of the caller by the credentials', async () => {
    const name = freshName();
    const json = new RawClient(broker, 'json', '123456789012');
    const { QueueUrl } = await json.expect('CreateQueue', { QueueName: name });
    assert.equal(new URL(QueueUrl).pathname, `/123456789012/${name}`);
    const presigned = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=123456789012%2F20260115%2Fus-east-1%2Fsqs%2Faws4_request`;
    assert.equal((await ask(`GET /?Action=GetQueueUrl&QueueName=${name}&${presigned}`)).status, 200);
    const elsewhere = presigned.replace('us-east-1', 'eu-west-1');
    assert.equal((await ask(`GET /?Action=GetQueueUrl&QueueName=${name}&${elsewhere}`)).status, 400);
    assert.equal((await ask(`GET /?Action=GetQueueUrl&QueueName=${name}`)).status, 400);
  });

  it('stores the trace header of a send', async () => {
    const client = new RawClient(broker, 'json');
    const { QueueUrl } = await client.expect('CreateQueue', { QueueName: freshName() });
    const body = JSON.stringify({ QueueUrl, MessageBody: 'b' });
    const sent = await ask('POST /', { ...target('SendMessage'), 'X-Amzn-Trace-Id': 'Root=1-2-3' }, body);
    assert.equal(JSON.parse(sent.body).MD5OfMessageSystemAttributes, undefined);
    const { Messages } = await client.expect('ReceiveMessage', {
      QueueUrl,
      AttributeNames: ['AWSTraceHeader'],
    });
    assert.deepEqual(Messages[0].Attributes, { AWSTraceHeader: 'Root=1-2-3' });
  });

  itDirectly('reports every call once, with what it would be billed', async () => {
    const client = new RawClient(broker, 'json');
    const { QueueUrl } = await client.expect('CreateQueue', { QueueName: freshName() });
    const before = broker.calls.length;
    await client.expect('SendMessage', { QueueUrl, MessageBody: 'x'.repeat(65_537) });
    await client.expect('ReceiveMessage', { QueueUrl });
    await client.call('DeleteMessage', { QueueUrl, ReceiptHandle: 'garbage' });
    await client.call('Nothing', {});
    const calls = broker.calls.slice(before);
    assert.deepEqual(
      calls.map((call) => [
        call.action,
        call.payloadBytes,
        call.billedRequests,
        call.messageCount,
        call.error?.code,
      ]),
      [
        ['SendMessage', 65_537, 2, 1, undefined],
        ['ReceiveMessage', 65_537, 2, 1, undefined],
        ['DeleteMessage', 0, 1, 0, 'ReceiptHandleIsInvalid'],
        ['UnknownAction', 0, 1, 0, 'InvalidAction'],
      ],
    );
    assert.match(calls[0]?.queueArn ?? '', /^arn:aws:sqs:us-east-1:000000000000:conformance-/);
    assert.equal(calls[0]?.caller.accessKeyId, 'AKIDEXAMPLE');
    assert.ok(calls.every((call) => call.durationMs >= 0));
  });

  describe('with requests that are no calls', () => {
    for (const [line, status] of [
      ['GET /', 404],
      ['HEAD /', 404],
      ['GET /favicon.ico', 404],
      ['POST /', 404],
      ['PUT /', 405],
      ['DELETE /000000000000/x', 405],
      ['OPTIONS /', 200],
    ] as const) {
      it(`answers ${line} with ${status}`, async () => {
        const connection = new RawConnection(broker.port);
        connection.write(formatRequest(line, { Connection: 'close' }));
        assert.equal(await connection.readStatus(), status);
      });
    }

    it('reports that it is healthy', async () => {
      const answer = await ask('GET /health');
      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse(answer.body), { status: 'ok' });
    });

    it('shows queues and messages without receiving them', async () => {
      const client = new RawClient(broker, 'json');
      const name = freshName();
      const { QueueUrl } = await client.expect('CreateQueue', { QueueName: name });
      for (const MessageBody of ['one', 'two']) await client.expect('SendMessage', { QueueUrl, MessageBody });
      const { queues } = JSON.parse((await ask('GET /queueside/queues')).body) as {
        queues: { name: string; visible: number }[];
      };
      assert.equal(queues.find((queue) => queue.name === name)?.visible, 2);
      const first = JSON.parse((await ask(`GET /queueside/queues/${name}/messages?limit=1`)).body);
      assert.deepEqual([first.messages.length, first.messages[0].body, first.nextOffset], [1, 'one', 1]);
      const second = JSON.parse((await ask(`GET /queueside/queues/${name}/messages?offset=1`)).body);
      assert.deepEqual([second.messages[0].body, second.nextOffset], ['two', undefined]);
      assert.equal((await ask(`GET /queueside/queues/${name}/messages?limit=0`)).status, 400);
      assert.equal((await ask(`GET /queueside/queues/${name}/messages?state=gone`)).status, 400);
      assert.equal((await ask('GET /queueside/queues/none/messages')).status, 404);
      const { Messages } = await client.expect('ReceiveMessage', { QueueUrl, AttributeNames: ['All'] });
      assert.equal(Messages[0].Attributes.ApproximateReceiveCount, '1');
    });
  });
});
